/** How do replicas become equal again? Read {@link io.ringside.repair.ReadRepair} first. */
package io.ringside.repair;
