/**
 * Which knobs are there, and what do they cost? Read {@link io.ringside.config.NodeConfig} first: one record per
 * section, one component per knob, with its default and its range beside it. {@link io.ringside.config.ConfigSources}
 * layers defaults, file, environment and flags over one another and remembers where each value came from.
 */
package io.ringside.config;
