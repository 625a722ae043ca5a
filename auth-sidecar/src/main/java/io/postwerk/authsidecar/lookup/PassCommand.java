package io.postwerk.authsidecar.lookup;

import io.postwerk.sasl.Credential;
import io.postwerk.sasl.User;
import io.postwerk.sasl.UserLookup;
import io.postwerk.sasl.wire.NotFound;
import io.postwerk.sasl.wire.Parameters;
import io.postwerk.sasl.wire.Pass;
import io.postwerk.sasl.wire.PassFound;
import io.postwerk.sasl.wire.UserdbServerMessage;
import io.postwerk.sasl.wire.WireException;
import java.util.function.Consumer;

/** PASS: could a user log in? Says nothing of how. Who is disabled, or has no password for the service, is not found. */
final class PassCommand {

    private final UserdbService users;
    private final Answers answers;
    private final Consumer<UserdbServerMessage> out;

    PassCommand(UserdbService users, Answers answers, Consumer<UserdbServerMessage> out) {
        this.users = users;
        this.answers = answers;
        this.out = out;
    }

    void run(Pass request) throws WireException {
        String service = request.service().orElseThrow(() -> new WireException("PASS without service"));
        answers.ask(
                () -> users.find(request.userId(), 0),
                UserdbService.busy(),
                answer -> out.accept(
                        switch (answer) {
                            case UserLookup.Found(User user) -> found(request.id(), user, service);
                            case UserLookup.Unknown() -> new NotFound(request.id());
                            case UserLookup.Unavailable(String reason) -> UserCommand.unavailable(request.id(), reason);
                        }));
    }

    private static UserdbServerMessage found(long id, User user, String service) {
        boolean mayLogIn = !user.disabled()
                && user.credentials().of(service).stream()
                        .anyMatch(credential -> credential.validity() != Credential.Validity.EXPIRED);
        if (!mayLogIn) {
            return new NotFound(id);
        }
        return new PassFound(
                id, Parameters.builder().add("user", user.address().toString()).build());
    }
}
