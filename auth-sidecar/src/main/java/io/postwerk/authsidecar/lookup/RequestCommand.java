package io.postwerk.authsidecar.lookup;

import io.postwerk.authsidecar.login.FinishedLogins;
import io.postwerk.authsidecar.login.FinishedLogins.Finished;
import io.postwerk.sasl.User;
import io.postwerk.sasl.UserLookup;
import io.postwerk.sasl.wire.Fail;
import io.postwerk.sasl.wire.LoginRequest;
import io.postwerk.sasl.wire.NotFound;
import io.postwerk.sasl.wire.Parameters;
import io.postwerk.sasl.wire.UserdbServerMessage;
import java.util.Optional;
import java.util.function.Consumer;

/** REQUEST: has that login succeeded, and whose mailbox is to be opened? Each login is told of once. */
final class RequestCommand {

    private final UserdbService users;
    private final FinishedLogins logins;
    private final Answers answers;
    private final Consumer<UserdbServerMessage> out;

    RequestCommand(UserdbService users, FinishedLogins logins, Answers answers, Consumer<UserdbServerMessage> out) {
        this.users = users;
        this.logins = logins;
        this.answers = answers;
        this.out = out;
    }

    void run(LoginRequest request) {
        Optional<Finished> login = logins.take(request.cookie(), request.clientPid(), request.loginId());
        if (login.isEmpty()) {
            out.accept(new Fail(request.id(), Parameters.builder().build()));
            return;
        }
        answers.ask(
                () -> users.find(login.get().user(), 0),
                UserdbService.busy(),
                answer -> out.accept(
                        switch (answer) {
                            case UserLookup.Found(User user) -> found(request.id(), user, login.get());
                            case UserLookup.Unknown() -> new NotFound(request.id());
                            case UserLookup.Unavailable(String reason) -> UserCommand.unavailable(request.id(), reason);
                        }));
    }

    /** Who was disabled since the login does not get in. */
    private static UserdbServerMessage found(long id, User user, Finished login) {
        return user.disabled() ? new NotFound(id) : UserCommand.found(id, user, Optional.of(login.mechanism()));
    }
}
