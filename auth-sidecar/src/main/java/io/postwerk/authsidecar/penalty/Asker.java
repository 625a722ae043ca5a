package io.postwerk.authsidecar.penalty;

import java.util.Optional;

/**
 * Who tries whose password, as {@link Penalties#asker} spells both.
 *
 * @param network the client's address, or its network for IPv6; empty if it is exempt or unknown
 * @param name the user name that is claimed; empty while there is none
 */
public record Asker(Optional<String> network, Optional<String> name) {}
