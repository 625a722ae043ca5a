package io.postwerk.authsidecar.login;

import java.time.Duration;

/**
 * What holds for all logins.
 *
 * @param requireTls whether passwords are taken only over connections that the front end calls secured
 * @param maxPending exchanges under way on one connection
 * @param maxPendingPerClient of which those of one client address (IPv6: one network), if it is not trusted
 * @param requestTimeout how long an exchange may take
 */
public record LoginSettings(boolean requireTls, int maxPending, int maxPendingPerClient, Duration requestTimeout) {}
