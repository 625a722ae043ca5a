/** The threads that hash passwords or wait for directories, divided fairly among those who ask. */
@NullMarked
package io.postwerk.authsidecar.work;

import org.jspecify.annotations.NullMarked;
