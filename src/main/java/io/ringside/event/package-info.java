/** What can happen? The one event log, which everything that watches reads. Read {@link io.ringside.event.Event} first. */
package io.ringside.event;
