/** Where do two replicas differ? Read {@link io.ringside.merkle.MerkleTree} first. */
package io.ringside.merkle;
