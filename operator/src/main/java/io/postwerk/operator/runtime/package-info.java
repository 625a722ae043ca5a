/** The reconcilers, and the assembly of the operator: the only package that knows Quarkus. */
@NullMarked
package io.postwerk.operator.runtime;

import org.jspecify.annotations.NullMarked;
