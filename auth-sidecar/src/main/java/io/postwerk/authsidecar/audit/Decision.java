package io.postwerk.authsidecar.audit;

import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.User;
import io.postwerk.sasl.wire.AuthCommand;
import java.util.Optional;

/**
 * What was decided on a login.
 *
 * @param claimedName the user name that the client gave; empty if it did not get so far
 * @param mechanism as announced, or as the client wrote it if it is none of those
 * @param service the protocol that asked
 * @param client address of the client, as the front end reports it
 * @param session the front end's id of its session
 * @param outcome who was let in, or why nobody was
 */
public record Decision(
        Optional<String> claimedName,
        String mechanism,
        String service,
        Optional<String> client,
        Optional<String> session,
        Outcome outcome) {

    /**
     * On an AUTH.
     *
     * @param mechanism as announced, or as the client wrote it if it is none of those
     */
    public static Decision on(AuthCommand.Auth auth, String mechanism, Optional<String> claimedName, Outcome outcome) {
        return new Decision(
                claimedName, mechanism, auth.parameters().service().orElse(""), auth.client(), auth.session(), outcome);
    }

    /** How it ended. */
    public sealed interface Outcome {

        record Accepted(User user) implements Outcome {}

        record Refused(FailureReason reason) implements Outcome {}

        /** Nothing was decided: the client cancelled, went away, or took too long. */
        record Cancelled() implements Outcome {}

        /** Refused for now without a look: all places of its client are taken by logins that have failed. */
        record Penalised() implements Outcome {}
    }

    /** To whom decisions are made known: the log, the metrics. Called on a connection's thread, so it must be quick. */
    @FunctionalInterface
    public interface Observer {

        void made(Decision decision);

        /** Both, this one first. */
        default Observer and(Observer other) {
            return decision -> {
                made(decision);
                other.made(decision);
            };
        }

        /** Of all decisions but those on a user of that name. */
        default Observer but(String name) {
            return decision -> {
                if (!decision.claimedName().equals(Optional.of(name))) {
                    made(decision);
                }
            };
        }
    }
}
