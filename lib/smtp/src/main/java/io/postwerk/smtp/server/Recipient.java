package io.postwerk.smtp.server;

import io.postwerk.smtp.ForwardPath;
import io.postwerk.smtp.RcptParameters;

/** The arguments of a RCPT command that is well-formed and in place. */
public record Recipient(ForwardPath forwardPath, RcptParameters parameters) {}
