/**
 * Clients of SMTP and LMTP servers. What servers and the network do are values:
 * {@link io.postwerk.smtp.client.ConnectOutcome} for the connection, {@link io.postwerk.smtp.client.RecipientOutcome} for
 * each recipient of a mail.
 */
package io.postwerk.smtp.client;
