/** POP3 (RFC 1939): the server of a listener, and what its sessions are allowed. */
@NullMarked
package io.postwerk.imapserver.pop3;

import org.jspecify.annotations.NullMarked;
