/**
 * SASL as an exchange of sealed steps (RFC 4422), apart from protocols and from user sources, and the ports through
 * which a server asks who a client is ({@link io.postwerk.sasl.Authenticator}) and which users exist
 * ({@link io.postwerk.sasl.UserDirectory}).
 */
@NullMarked
package io.postwerk.sasl;

import org.jspecify.annotations.NullMarked;
