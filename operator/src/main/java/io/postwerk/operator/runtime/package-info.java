/** The reconcilers, and what binds the operator's parts together: the only place that knows Quarkus and the operator SDK. */
package io.postwerk.operator.runtime;
