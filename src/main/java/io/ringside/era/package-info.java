/** May what was known before a reaping still be written? Read {@link io.ringside.era.Eras} first. */
package io.ringside.era;
