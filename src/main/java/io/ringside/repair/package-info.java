/** How do replicas become equal again? Read {@link io.ringside.repair.AntiEntropy} first. */
package io.ringside.repair;
