/**
 * What the server programs share with Quarkus: the management routes, the order of starting and stopping, ids in the
 * log. It knows no protocol.
 */
@NullMarked
package io.postwerk.runtime;

import org.jspecify.annotations.NullMarked;
