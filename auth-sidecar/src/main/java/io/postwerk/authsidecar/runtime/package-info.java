/** The program: its parts, its start and its stop. */
@NullMarked
package io.postwerk.authsidecar.runtime;

import org.jspecify.annotations.NullMarked;
