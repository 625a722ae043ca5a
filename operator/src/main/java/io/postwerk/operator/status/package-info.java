/** From facts to conditions and events: what a person sees of a resource. */
package io.postwerk.operator.status;
