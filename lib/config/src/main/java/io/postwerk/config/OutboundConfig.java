package io.postwerk.config;

import java.util.Optional;

/**
 * Where mail for other people's domains goes.
 *
 * @param nextHop server that takes all of it; without one such mail is refused; default is none
 */
public record OutboundConfig(Optional<NextHop> nextHop) {}
