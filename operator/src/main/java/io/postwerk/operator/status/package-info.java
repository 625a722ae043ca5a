/** From facts to conditions and events: what a person sees of a resource. */
@NullMarked
package io.postwerk.operator.status;

import org.jspecify.annotations.NullMarked;
