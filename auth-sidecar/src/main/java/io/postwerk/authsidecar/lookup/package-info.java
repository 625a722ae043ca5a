/** The userdb socket: lookups of users, lists and watches. */
@NullMarked
package io.postwerk.authsidecar.lookup;

import org.jspecify.annotations.NullMarked;
