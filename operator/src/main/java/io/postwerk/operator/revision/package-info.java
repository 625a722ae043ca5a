/** What the pods have loaded, and how they are told that there is something new. */
package io.postwerk.operator.revision;
