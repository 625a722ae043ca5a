package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.pop3.codec.Pop3Command;
import io.postwerk.imapserver.pop3.codec.Response;
import io.postwerk.imapserver.pop3.codec.Responses;
import java.io.IOException;
import java.util.Optional;
import java.util.function.IntFunction;

/** Commands that list messages and mark them: RFC 1939 sections 5 and 7. */
final class MaildropHandlers {
    private MaildropHandlers() {}

    /** RFC 1939 5: messages marked as deleted are not counted. */
    static Pop3State stat(Pop3Command.Stat command, Pop3State.Transaction state, Pop3Session session)
            throws IOException {
        Maildrop maildrop = state.maildrop();
        session.reply(Responses.dropListing(maildrop.count(), maildrop.octets()));
        return state;
    }

    /** RFC 1939 5: number and octets of one message, or of all that are not marked as deleted. */
    static Pop3State list(Pop3Command.List command, Pop3State.Transaction state, Pop3Session session)
            throws IOException {
        Maildrop maildrop = state.maildrop();
        if (command.number().isPresent()) {
            int number = command.number().getAsInt();
            Optional<Response> refusal = refusal(maildrop, number);
            session.reply(refusal.orElseGet(() -> Responses.scanListing(number, maildrop.octets(number))));
        } else {
            session.reply(Responses.scanListings(maildrop.count(), maildrop.octets()));
            writeListing(maildrop, number -> Long.toString(maildrop.octets(number)), session);
        }
        return state;
    }

    /** RFC 1939 7: the unique id of one message, or of all that are not marked as deleted. */
    static Pop3State uidl(Pop3Command.Uidl command, Pop3State.Transaction state, Pop3Session session)
            throws IOException {
        Maildrop maildrop = state.maildrop();
        if (command.number().isPresent()) {
            int number = command.number().getAsInt();
            Optional<Response> refusal = refusal(maildrop, number);
            session.reply(refusal.orElseGet(() -> Responses.uniqueId(number, maildrop.uniqueId(number))));
        } else {
            session.reply(Responses.uniqueIds());
            writeListing(maildrop, maildrop::uniqueId, session);
        }
        return state;
    }

    private static void writeListing(Maildrop maildrop, IntFunction<String> value, Pop3Session session)
            throws IOException {
        session.writeBody(connection -> {
            for (int number = 1; number <= maildrop.highest(); number++) {
                session.letOthersGoOn();
                if (!maildrop.isDeleted(number)) connection.write(number + " " + value.apply(number) + "\r\n");
            }
            connection.write(Responses.END);
        });
    }

    /** RFC 1939 5: marks a message; QUIT removes it. */
    static Pop3State dele(Pop3Command.Dele command, Pop3State.Transaction state, Pop3Session session)
            throws IOException {
        Maildrop maildrop = state.maildrop();
        Optional<Response> refusal = refusal(maildrop, command.number());
        if (refusal.isPresent()) {
            session.reply(refusal.get());
            return state;
        }
        maildrop.delete(command.number());
        session.reply(Responses.deleted(command.number()));
        return state;
    }

    /** RFC 1939 5: marks are taken back. */
    static Pop3State rset(Pop3Command.Rset command, Pop3State.Transaction state, Pop3Session session)
            throws IOException {
        Maildrop maildrop = state.maildrop();
        maildrop.reset();
        session.reply(Responses.undeleted(maildrop.count(), maildrop.octets()));
        return state;
    }

    /** RFC 1939 5. */
    static Pop3State noop(Pop3Command.Noop command, Pop3State.Transaction state, Pop3Session session)
            throws IOException {
        session.reply(Responses.done());
        return state;
    }

    /** RFC 1939 5: what to answer about a message that is not there, or marked as deleted; empty if it can be used. */
    static Optional<Response> refusal(Maildrop maildrop, int number) {
        if (!maildrop.exists(number)) return Optional.of(Responses.noSuchMessage());
        return maildrop.isDeleted(number) ? Optional.of(Responses.messageDeleted()) : Optional.empty();
    }
}
