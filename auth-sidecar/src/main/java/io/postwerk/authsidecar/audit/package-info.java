/** The log of decisions: who logged in or was refused, from where and why. */
@NullMarked
package io.postwerk.authsidecar.audit;

import org.jspecify.annotations.NullMarked;
