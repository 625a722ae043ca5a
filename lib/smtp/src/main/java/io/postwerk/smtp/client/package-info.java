/**
 * Clients of SMTP and LMTP servers. What servers and the network do are values:
 * {@link io.postwerk.smtp.client.MailClient.ConnectOutcome} for the connection, {@link
 * io.postwerk.smtp.client.OutgoingMail.RecipientOutcome} for each recipient of a mail.
 */
@NullMarked
package io.postwerk.smtp.client;

import org.jspecify.annotations.NullMarked;
