package io.postwerk.authsidecar.lookup;

import io.postwerk.authsidecar.login.FinishedLogins.Finished;
import io.postwerk.sasl.User;
import io.postwerk.sasl.User.Credential;
import io.postwerk.sasl.UserLookup;
import io.postwerk.sasl.wire.Parameters;
import io.postwerk.sasl.wire.UserdbCommand;
import io.postwerk.sasl.wire.UserdbServerMessage;
import io.postwerk.sasl.wire.WireException;
import java.util.Optional;
import java.util.function.Function;

/** The handlers of the socket for lookups. */
final class UserdbHandlers {

    private UserdbHandlers() {}

    static void version(UserdbCommand.Version command, UserdbSession session) throws WireException {
        command.version().requireMajor("client");
        session.open();
    }

    /** Does a user exist, and which mailbox is theirs? A disabled user does: mail is still taken for them. */
    static void user(UserdbCommand.User request, UserdbSession session) throws WireException {
        if (request.parameters().service().isEmpty()) {
            throw new WireException("USER without service");
        }
        lookUp(
                request.id(),
                request.userId(),
                minSequence(request.parameters()),
                session,
                user -> UserdbServerMessage.UserFound.of(request.id(), user, Optional.empty()));
    }

    /** A value that cannot be read counts as newer than all users that are loaded, so that the lookup fails temporarily. */
    private static long minSequence(Parameters parameters) {
        return parameters.has(UserdbCommand.User.MIN_SEQUENCE)
                ? parameters.number(UserdbCommand.User.MIN_SEQUENCE).orElse(Long.MAX_VALUE)
                : 0;
    }

    /** Could a user log in? Says nothing of how. Who is disabled, or has no password for the service, is not found. */
    static void pass(UserdbCommand.Pass request, UserdbSession session) throws WireException {
        String service = request.parameters().service().orElseThrow(() -> new WireException("PASS without service"));
        lookUp(
                request.id(),
                request.userId(),
                0,
                session,
                user -> mayLogIn(user, service)
                        ? UserdbServerMessage.PassFound.of(request.id(), user)
                        : new UserdbServerMessage.NotFound(request.id()));
    }

    private static boolean mayLogIn(User user, String service) {
        return !user.disabled()
                && user.credentials().of(service).stream()
                        .anyMatch(credential -> credential.validity() != Credential.Validity.EXPIRED);
    }

    /** Has that login succeeded, and whose mailbox is to be opened? Each login is told of once. */
    static void request(UserdbCommand.Request request, UserdbSession session) {
        Optional<Finished> login = session.logins().take(request.cookie(), request.clientPid(), request.loginId());
        if (login.isEmpty()) {
            session.send(new UserdbServerMessage.Fail(request.id(), Parameters.none()));
            return;
        }
        // a user who was disabled after the login is not let in
        lookUp(
                request.id(),
                login.get().user(),
                0,
                session,
                user -> user.disabled()
                        ? new UserdbServerMessage.NotFound(request.id())
                        : UserdbServerMessage.UserFound.of(
                                request.id(), user, Optional.of(login.get().mechanism())));
    }

    /** The names of all users, or of those that a mask fits. */
    static void list(UserdbCommand.ListUsers request, UserdbSession session) throws WireException {
        session.list(request.id(), new UserMask(request.mask().orElse("*")));
    }

    static void watch(UserdbCommand.Watch request, UserdbSession session) throws WireException {
        session.watch(request.id());
    }

    private static void lookUp(
            long id,
            String userId,
            long minSequence,
            UserdbSession session,
            Function<User, UserdbServerMessage> whenFound) {
        session.ask(
                () -> session.users().find(userId, minSequence),
                UserdbService.BUSY,
                found -> session.send(
                        switch (found) {
                            case UserLookup.Found(User user) -> whenFound.apply(user);
                            case UserLookup.Unknown() -> new UserdbServerMessage.NotFound(id);
                            case UserLookup.Unavailable(String cause) -> UserdbServerMessage.Fail.of(id, cause);
                        }));
    }
}
