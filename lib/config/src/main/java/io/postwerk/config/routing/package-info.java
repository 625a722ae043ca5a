/** {@code routing-NN.json}: domains, aliases, relays and next hops. */
@NullMarked
package io.postwerk.config.routing;

import org.jspecify.annotations.NullMarked;
