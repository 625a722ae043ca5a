/** {@code credentials.json}: secrets towards other servers, one file per program. */
@NullMarked
package io.postwerk.config.credentials;

import org.jspecify.annotations.NullMarked;
