/** operator: turns custom resources into running servers, on Kubernetes. */
@NullMarked
package io.postwerk.operator;

import org.jspecify.annotations.NullMarked;
