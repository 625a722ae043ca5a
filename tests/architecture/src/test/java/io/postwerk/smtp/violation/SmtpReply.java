package io.postwerk.smtp.violation;

/** Named as the real one, to be built where it must not be. */
public final class SmtpReply {}
