package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.pop3.codec.MessageLines;
import io.postwerk.imapserver.pop3.codec.Pop3Command;
import io.postwerk.imapserver.pop3.codec.Response;
import io.postwerk.imapserver.pop3.codec.Responses;
import io.postwerk.store.StoredMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;

/** RETR and TOP. A message is read from the store as the client takes it. */
final class RetrHandlers {
    private RetrHandlers() {}

    /** RFC 1939 5: the whole of a message. */
    static Pop3State retr(Pop3Command.Retr command, Pop3State.Transaction state, Pop3Session session)
            throws IOException {
        send(
                command.number(),
                message -> Responses.message(message.size()),
                MessageLines::whole,
                state.maildrop(),
                session);
        return state;
    }

    /** RFC 1939 7: the header of a message and the first lines of its body; more is not read from the store. */
    static Pop3State top(Pop3Command.Top command, Pop3State.Transaction state, Pop3Session session) throws IOException {
        send(
                command.number(),
                message -> Responses.topOfMessage(),
                (body, sink) -> MessageLines.top(body, command.lines(), sink),
                state.maildrop(),
                session);
        return state;
    }

    /** Writes the lines of a message that are asked for. */
    @FunctionalInterface
    private interface Lines {
        void write(InputStream body, MessageLines.Sink sink) throws IOException;
    }

    private static void send(
            int number, Function<StoredMessage, Response> first, Lines lines, Maildrop maildrop, Pop3Session session)
            throws IOException {
        Optional<Response> refusal = MaildropHandlers.refusal(maildrop, number);
        if (refusal.isPresent()) {
            session.reply(refusal.get());
            return;
        }
        Optional<StoredMessage> message = maildrop.message(number);
        if (message.isEmpty()) {
            session.reply(Responses.messageGone());
            return;
        }
        session.reply(first.apply(message.get()));
        session.writeBody(connection -> {
            try (InputStream body = message.get().body().open()) {
                lines.write(body, connection::write);
            }
        });
    }
}
