/** The socket for lookups: a table of commands over the users of all sources. */
package io.postwerk.authsidecar.lookup;
