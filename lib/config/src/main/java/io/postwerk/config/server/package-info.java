/** {@code server.json}: the static settings of each program. */
@NullMarked
package io.postwerk.config.server;

import org.jspecify.annotations.NullMarked;
