/** Delays after failed logins, counted by address and by name. */
@NullMarked
package io.postwerk.authsidecar.penalty;

import org.jspecify.annotations.NullMarked;
