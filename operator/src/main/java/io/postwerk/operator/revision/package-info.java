/** Which configuration the pods have loaded, and how they are told of a new one. */
@NullMarked
package io.postwerk.operator.revision;

import org.jspecify.annotations.NullMarked;
