/** operator: turns custom resources into running servers, on Kubernetes. */
package io.postwerk.operator;
