/** The socket for logins, one class per command of the protocol. */
package io.postwerk.authsidecar.login;
