/**
 * How is all that a node holds carried away, and brought back? Read {@link io.ringside.backup.BackupFolder} for the first and
 * {@link io.ringside.backup.Restoration} for the second; docs/backup.md says how to use them. {@code rocks} makes the copies.
 */
package io.ringside.backup;
