package io.postwerk.authsidecar.login;

import io.postwerk.sasl.wire.Cancel;

/** CANCEL: the client gave up. Nothing more is said about the exchange, and its id may be used again. */
final class CancelCommand {

    private final Logins logins;

    CancelCommand(Logins logins) {
        this.logins = logins;
    }

    void run(Cancel cancel) {
        logins.find(cancel.id()).ifPresent(logins::remove);
    }
}
