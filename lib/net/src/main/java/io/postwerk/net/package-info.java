/**
 * The edge: sockets, TLS and line framing. The only package that knows Netty.
 *
 * <p>Netty moves the octets; each connection's protocol code is a straight blocking loop on its own virtual thread, given
 * a {@link io.postwerk.net.Connection}. A session that does not read stops the socket's reads, one that writes faster
 * than its peer reads is held in {@link io.postwerk.net.Connection#flush()}. Where an answer takes less than waking a thread, it is a
 * {@link io.postwerk.net.LoopSession} on the event loop instead.
 */
@NullMarked
package io.postwerk.net;

import org.jspecify.annotations.NullMarked;
