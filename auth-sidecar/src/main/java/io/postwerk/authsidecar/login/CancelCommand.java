package io.postwerk.authsidecar.login;

import io.postwerk.sasl.wire.Cancel;

/** CANCEL: the client gave up. The client hears nothing more of the exchange, and its id may be used again. */
final class CancelCommand {

    private final Logins logins;
    private final Progress progress;

    CancelCommand(Logins logins, Progress progress) {
        this.progress = progress;
        this.logins = logins;
    }

    void run(Cancel cancel) {
        logins.find(cancel.id()).ifPresent(progress::cancel);
    }
}
