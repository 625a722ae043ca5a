/** Runs a session of the auth protocol, of either side, over a connection. */
package io.postwerk.sasl.channel;
