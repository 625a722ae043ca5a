package io.postwerk.smtp.server;

/**
 * Where a session stands (RFC 5321 4.1.4). A state holds all that ends with it: to leave {@link Mailing} is to forget the
 * transaction and its recipients as a whole.
 */
sealed interface State {
    /** The client has not said hello yet, or not since TLS began. */
    record Connected() implements State {}

    /** No transaction is open. */
    record Ready() implements State {}

    /**
     * MAIL has opened a transaction.
     *
     * @param recipients how many have been accepted
     */
    record Mailing(MailTransaction transaction, Envelope envelope, int recipients) implements State {
        Mailing withOneMore() {
            return new Mailing(transaction, envelope, recipients + 1);
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
