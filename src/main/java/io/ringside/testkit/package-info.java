/**
 * How do users test with it? A JUnit 5 extension that gives each test a cluster of its own. Read
 * {@link io.ringside.testkit.RingsideCluster} first, then {@link io.ringside.testkit.TestCluster}; docs/testkit.md shows a test.
 */
package io.ringside.testkit;
