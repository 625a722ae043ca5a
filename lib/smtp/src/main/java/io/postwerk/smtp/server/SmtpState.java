package io.postwerk.smtp.server;

/**
 * Where a session stands (RFC 5321 4.1.4). A state holds the data that ends with it: leaving
 * {@link Mailing} drops the transaction and its recipients as a whole.
 */
sealed interface SmtpState {
    /** The client has not said hello yet, or not since TLS began. */
    record Connected() implements SmtpState {}

    /** No transaction is open. */
    record Ready() implements SmtpState {}

    /**
     * MAIL has opened a transaction.
     *
     * @param recipients how many have been accepted
     */
    record Mailing(MailTransaction transaction, int recipients) implements SmtpState {
        Mailing withOneMore() {
            return new Mailing(transaction, recipients + 1);
        }
    }

    /** The state's kind, as the command table names it. */
    default Stage stage() {
        return switch (this) {
            case Connected _ -> Stage.CONNECTED;
            case Ready _ -> Stage.READY;
            case Mailing _ -> Stage.MAILING;
        };
    }

    enum Stage {
        CONNECTED,
        READY,
        MAILING
    }
}
