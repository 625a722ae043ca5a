package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.UnreadableMessages;
import io.postwerk.imapserver.UnreadableMessages.UnreadableException;
import io.postwerk.imapserver.pop3.codec.MessageLines;
import io.postwerk.imapserver.pop3.codec.Pop3Command;
import io.postwerk.imapserver.pop3.codec.Response;
import io.postwerk.imapserver.pop3.codec.Responses;
import io.postwerk.mail.MessageSource;
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
        send(command.number(), message -> Responses.message(message.size()), new All(), state.maildrop(), session);
        return state;
    }

    /** RFC 1939 7: the header of a message and the first lines of its body; more is not read from the store. */
    static Pop3State top(Pop3Command.Top command, Pop3State.Transaction state, Pop3Session session) throws IOException {
        send(
                command.number(),
                message -> Responses.topOfMessage(),
                new Top(command.lines()),
                state.maildrop(),
                session);
        return state;
    }

    /** The lines of a message that are asked for. */
    private sealed interface Lines {
        /** Reads what {@link #write} will read. */
        void check(MessageSource message) throws IOException;

        void write(InputStream message, MessageLines.Sink sink) throws IOException;
    }

    private record All() implements Lines {
        @Override
        public void check(MessageSource message) throws IOException {
            message.check(0, message.size());
        }

        @Override
        public void write(InputStream message, MessageLines.Sink sink) throws IOException {
            MessageLines.whole(message, sink);
        }
    }

    private record Top(int bodyLines) implements Lines {
        @Override
        public void check(MessageSource message) throws IOException {
            write(message.open(), (octets, offset, length) -> {});
        }

        @Override
        public void write(InputStream message, MessageLines.Sink sink) throws IOException {
            MessageLines.top(message, bodyLines, sink);
        }
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
        try (MessageSource octets = UnreadableMessages.octets(message.get())) {
            // Nothing but its octets may follow +OK, so it must be known first that they can be read
            try {
                lines.check(octets);
            } catch (UnreadableException e) {
                session.noteUnreadable(maildrop.place(number), e);
                session.reply(Responses.messageUnreadable());
                return;
            }
            session.reply(first.apply(message.get()));
            session.writeBody(connection -> lines.write(octets.open(), connection::write));
        }
    }
}
