/**
 * What happens if…? A scenario is a text file: a test, a demonstration and a page of documentation at once. Read
 * {@link io.ringside.scenario.Scenario} first, then {@link io.ringside.scenario.ScenarioRunner}, which plays one in a
 * {@link io.ringside.scenario.World}; docs/scenarios.md is the grammar.
 */
package io.ringside.scenario;
