/** What is broken on purpose right now? Pure values, consulted by every transport. Read {@link io.ringside.fault.FaultPlan} first. */
package io.ringside.fault;
