/** The reconcilers, and the assembly of the operator: the only package that knows Quarkus. */
package io.postwerk.operator.runtime;
