/**
 * Where does a key live? Equal arcs of a hash ring, who claims each of them, and who replicates each key.
 * Read {@link io.ringside.ring.ConsistentHashRing} first, then {@link io.ringside.ring.Claim}.
 */
package io.ringside.ring;
