package io.postwerk.smtpserver.runtime;

import io.postwerk.config.routing.RoutingTable;
import io.postwerk.sasl.Authenticator;
import io.postwerk.sasl.UserDirectory;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What smtp-server asks of the world outside.
 *
 * @param authenticator who checks logins
 * @param users who exists
 * @param routing in force now; empty before the first complete configuration
 * @param clock what time it is
 */
record Ports(
        Authenticator authenticator,
        UserDirectory users,
        Supplier<Optional<RoutingTable>> routing,
        InstantSource clock) {}
