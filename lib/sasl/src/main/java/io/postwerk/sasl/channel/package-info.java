/** Lines over a socket, for both ends of the auth protocol. */
@NullMarked
package io.postwerk.sasl.channel;

import org.jspecify.annotations.NullMarked;
