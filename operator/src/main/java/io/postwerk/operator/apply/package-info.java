/** Writes the wanted objects to the API server: only those that differ, and never over a newer write of somebody else. */
@NullMarked
package io.postwerk.operator.apply;

import org.jspecify.annotations.NullMarked;
