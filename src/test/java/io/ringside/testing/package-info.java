/** How do our own tests walk small spaces, replay seeds and script a transport? Start with {@link io.ringside.testing.Seeds}. */
package io.ringside.testing;
