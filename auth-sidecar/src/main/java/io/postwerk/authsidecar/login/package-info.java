/** The auth socket: commands of a SASL login and the state of each login. */
@NullMarked
package io.postwerk.authsidecar.login;

import org.jspecify.annotations.NullMarked;
