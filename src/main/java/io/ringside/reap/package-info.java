/** When is what was deleted gone for good? Read {@link io.ringside.reap.Reaper} first. */
package io.ringside.reap;
