/**
 * The server side of SMTP, Submission and LMTP: one {@link io.postwerk.smtp.server.SmtpServer session loop} for all three,
 * one class per command, one {@linkplain io.postwerk.smtp.server.SmtpBackend port} to the program that decides.
 * {@code CommandTable} is the place to begin to read.
 */
package io.postwerk.smtp.server;
