package io.postwerk.authsidecar.lookup;

import io.postwerk.sasl.User;
import io.postwerk.sasl.UserLookup;
import io.postwerk.sasl.wire.Fail;
import io.postwerk.sasl.wire.NotFound;
import io.postwerk.sasl.wire.Parameters;
import io.postwerk.sasl.wire.UserFound;
import io.postwerk.sasl.wire.UserdbServerMessage;
import io.postwerk.sasl.wire.WireException;
import java.util.Optional;
import java.util.function.Consumer;

/** USER: does a user exist, and which mailbox is theirs? A disabled user does: mail is still taken for them. */
final class UserCommand {

    private final UserdbService users;
    private final Answers answers;
    private final Consumer<UserdbServerMessage> out;

    UserCommand(UserdbService users, Answers answers, Consumer<UserdbServerMessage> out) {
        this.users = users;
        this.answers = answers;
        this.out = out;
    }

    void run(io.postwerk.sasl.wire.User request) throws WireException {
        if (request.service().isEmpty()) {
            throw new WireException("USER without service");
        }
        long minSequence = minSequence(request.parameters());
        answers.ask(
                () -> users.find(request.userId(), minSequence),
                UserdbService.busy(),
                answer -> out.accept(
                        switch (answer) {
                            case UserLookup.Found(User user) -> found(request.id(), user, Optional.empty());
                            case UserLookup.Unknown() -> new NotFound(request.id());
                            case UserLookup.Unavailable(String reason) -> unavailable(request.id(), reason);
                        }));
    }

    /** One that cannot be read is beyond all that is loaded: better no answer now than a wrong one. */
    private static long minSequence(Parameters parameters) {
        return parameters.has(io.postwerk.sasl.wire.User.MIN_SEQUENCE)
                ? parameters.number(io.postwerk.sasl.wire.User.MIN_SEQUENCE).orElse(Long.MAX_VALUE)
                : 0;
    }

    /** @param mechanism of the login that was asked about */
    static UserFound found(long id, User user, Optional<String> mechanism) {
        return new UserFound(
                id,
                user.address().toString(),
                Parameters.builder()
                        .add(UserFound.MAILBOX_ID, user.mailboxId())
                        .add(UserFound.QUOTA_STORAGE, user.quotaStorage())
                        .add(UserFound.QUOTA_MESSAGES, user.quotaMessages())
                        .addIf(user.disabled(), UserFound.DISABLED)
                        .add(UserFound.MECHANISM, mechanism)
                        .build());
    }

    static Fail unavailable(long id, String reason) {
        return new Fail(id, Parameters.builder().add("reason", reason).build());
    }
}
