/**
 * The codec of SMTP and LMTP: octets to {@link io.postwerk.smtp.SmtpCommand commands} and back, and the catalogue of
 * {@link io.postwerk.smtp.Replies replies}. No input or output, no state.
 */
@NullMarked
package io.postwerk.smtp;

import org.jspecify.annotations.NullMarked;
