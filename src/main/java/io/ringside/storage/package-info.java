/** What does this node hold? The seam to whatever keeps it. Read {@link io.ringside.storage.DataStore} first. */
package io.ringside.storage;
