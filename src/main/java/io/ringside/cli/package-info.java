/**
 * How do I start it? Read {@link io.ringside.cli.Main} first; it lists the commands, one class each. What several
 * commands share is a mixin: {@link io.ringside.cli.ConfigOptions}, {@link io.ringside.cli.OutputOptions}.
 */
package io.ringside.cli;
