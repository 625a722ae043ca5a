/**
 * The auth sidecar: SASL and user lookups over sockets that speak Dovecot's auth protocol. Its sessions are plain state machines;
 * sockets, threads and configuration meet them in {@link io.postwerk.authsidecar.AuthService}.
 */
@NullMarked
package io.postwerk.authsidecar;

import org.jspecify.annotations.NullMarked;
