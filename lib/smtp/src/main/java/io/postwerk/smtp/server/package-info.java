/**
 * The server side of SMTP, Submission and LMTP: one {@link io.postwerk.smtp.server.SmtpServer session loop} for all three,
 * one handler per command, one {@linkplain io.postwerk.smtp.server.SmtpBackend port} to the program that decides.
 * Reading begins at {@code SmtpCommandTable}.
 */
@NullMarked
package io.postwerk.smtp.server;

import org.jspecify.annotations.NullMarked;
