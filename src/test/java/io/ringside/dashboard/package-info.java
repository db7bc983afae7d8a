/**
 * Does the page in {@code webroot} work, for everybody, in a real browser? Its pure modules are tested by {@code src/test/js}, which
 * {@link io.ringside.dashboard.PureModulesTest} runs.
 */
package io.ringside.dashboard;
