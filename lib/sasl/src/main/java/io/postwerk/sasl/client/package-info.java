/** The ports {@link io.postwerk.sasl.Authenticator} and {@link io.postwerk.sasl.UserDirectory} over an authentication service's sockets. */
package io.postwerk.sasl.client;
