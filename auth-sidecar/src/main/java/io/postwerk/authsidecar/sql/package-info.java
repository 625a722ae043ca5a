/** Users of SQL databases. */
@NullMarked
package io.postwerk.authsidecar.sql;

import org.jspecify.annotations.NullMarked;
