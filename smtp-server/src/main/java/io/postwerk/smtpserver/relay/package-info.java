/** The ways out of the queue: LMTP to imap-server, SMTP to next hops. */
package io.postwerk.smtpserver.relay;
