/** Password checks: the pool that hashes, and passwords that were right before. */
@NullMarked
package io.postwerk.authsidecar.password;

import org.jspecify.annotations.NullMarked;
