/**
 * Which invariant does this history break? The same checkers judge simulations and real runs. Read
 * {@link io.ringside.check.Judge} first.
 */
package io.ringside.check;
