/** The socket for lookups, one class per command of the protocol. */
package io.postwerk.authsidecar.lookup;
