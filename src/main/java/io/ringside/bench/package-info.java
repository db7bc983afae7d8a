/** How fast is it? Read {@link io.ringside.bench.Bench} first. Measures and reports; judges nothing. */
package io.ringside.bench;
