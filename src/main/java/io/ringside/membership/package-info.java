/** Who is in, as far as we know? Pure values. Read {@link io.ringside.membership.ClusterView} first. */
package io.ringside.membership;
