/**
 * What can one seed do to a cluster, and does every invariant survive it? A seed is written out as a script of deeds, which is
 * played in virtual time, judged, and, if it failed, shrunk to what a person can read. Read {@link io.ringside.explore.Simulator}
 * first.
 */
package io.ringside.explore;
