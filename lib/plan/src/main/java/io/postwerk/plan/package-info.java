/**
 * Custom resources to config files. Pure: no client, no clock, no environment, no files, no randomness; the same
 * {@link io.postwerk.plan.Snapshot} always gives the same bytes. What needs any of these (verifiers, keys, sequence numbers, what
 * was applied before) is part of the snapshot.
 *
 * <p>Two rules run through all of it. What is present but invalid is not absent: it is rendered as unavailable, so that the servers
 * answer 451 and nobody's mail bounces because of a typo. And nobody gets what they were not given: a claim to a domain or an
 * address that is not theirs to make is not rendered at all.
 */
@NullMarked
package io.postwerk.plan;

import org.jspecify.annotations.NullMarked;
