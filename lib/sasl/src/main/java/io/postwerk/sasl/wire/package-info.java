/**
 * The wire format of the auth protocol, as Dovecot speaks it: lines of fields between TABs, ended by LF, as typed
 * messages. Nothing here reads or writes a socket, or acts on a message.
 *
 * <p>Each of the two sockets has its commands and its answers: logins ({@link io.postwerk.sasl.wire.AuthCommand}, {@link
 * io.postwerk.sasl.wire.AuthServerMessage}) and lookups ({@link io.postwerk.sasl.wire.UserdbCommand}, {@link
 * io.postwerk.sasl.wire.UserdbServerMessage}).
 */
@NullMarked
package io.postwerk.sasl.wire;

import org.jspecify.annotations.NullMarked;
