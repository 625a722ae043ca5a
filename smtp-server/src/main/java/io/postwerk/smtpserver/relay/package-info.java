/** The transports of the queue: LMTP to imap-server, SMTP to next hops. */
@NullMarked
package io.postwerk.smtpserver.relay;

import org.jspecify.annotations.NullMarked;
