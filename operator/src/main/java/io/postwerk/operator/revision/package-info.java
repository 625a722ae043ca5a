/** Which configuration the pods have loaded, and how they are told of a new one. */
package io.postwerk.operator.revision;
