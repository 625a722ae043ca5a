/** Mail that goes with its user, and mass removals that wait for a confirmation. */
@NullMarked
package io.postwerk.plan.removal;

import org.jspecify.annotations.NullMarked;
