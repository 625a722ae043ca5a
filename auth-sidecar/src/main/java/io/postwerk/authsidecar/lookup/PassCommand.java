package io.postwerk.authsidecar.lookup;

import io.postwerk.authsidecar.users.ConfiguredUsers;
import io.postwerk.config.UserEntry;
import io.postwerk.sasl.mechanism.Credential;
import io.postwerk.sasl.wire.NotFound;
import io.postwerk.sasl.wire.Parameters;
import io.postwerk.sasl.wire.Pass;
import io.postwerk.sasl.wire.PassFound;
import io.postwerk.sasl.wire.UserdbServerMessage;
import io.postwerk.sasl.wire.WireException;
import java.util.function.Consumer;

/** PASS: could a user log in? Says nothing of how. Who is disabled, or has no password for the service, is not found. */
final class PassCommand {

    private final UserLookup users;
    private final ConfiguredUsers credentials;
    private final Consumer<UserdbServerMessage> out;

    PassCommand(UserLookup users, ConfiguredUsers credentials, Consumer<UserdbServerMessage> out) {
        this.users = users;
        this.credentials = credentials;
        this.out = out;
    }

    void run(Pass request) throws WireException {
        String service = request.service().orElseThrow(() -> new WireException("PASS without service"));
        out.accept(
                switch (users.find(request.userId(), 0)) {
                    case UserLookup.Answer.Found(UserEntry user) -> found(request.id(), user, service);
                    case UserLookup.Answer.NotFound() -> new NotFound(request.id());
                    case UserLookup.Answer.Unavailable(String reason) -> UserCommand.unavailable(request.id(), reason);
                });
    }

    private UserdbServerMessage found(long id, UserEntry user, String service) {
        boolean mayLogIn = !user.disabled()
                && credentials.credentials(user, service).stream()
                        .anyMatch(credential -> credential.validity() != Credential.Validity.EXPIRED);
        if (!mayLogIn) {
            return new NotFound(id);
        }
        return new PassFound(
                id, Parameters.builder().add("user", user.address().toString()).build());
    }
}
