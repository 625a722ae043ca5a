package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.imap.codec.ImapCommandParser;
import io.postwerk.imapserver.imap.codec.ImapCommandParser.Line;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.handler.ImapCommandTable.Row;
import io.postwerk.imapserver.imap.handler.ImapCommandTable.UntaggedUpdates;
import io.postwerk.imapserver.imap.session.EndSessionException;
import io.postwerk.imapserver.imap.session.ImapCommandReader.Arrival;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.ImapState;
import io.postwerk.net.DeadlineExceededException;
import io.postwerk.store.StoreException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** A session from its greeting to its end: one command after the other, each answered. */
public final class ImapCommandLoop {
    private static final System.Logger LOG = System.getLogger(ImapCommandLoop.class.getName());

    private ImapCommandLoop() {}

    /** Returns when the session is over; the caller closes it. */
    public static void run(ImapSession session) throws IOException {
        try {
            session.untagged(
                    StatusResponses.greeting(session.services().settings().hostname(), Capabilities.of(session)));
            while (session.state().kind() != ImapState.Kind.LOGOUT) {
                // RFC 3501 5.3, 5.5: one command after the other, and no updates of the mailbox between them
                if (session.awaitInput()) {
                    serve(session);
                    session.letOthersGoOn();
                }
            }
        } catch (EndSessionException e) {
            session.untagged(e.bye());
        } catch (DeadlineExceededException e) {
            LOG.log(Level.DEBUG, "The client does not take what is sent", e);
        }
    }

    private static void serve(ImapSession session) throws IOException {
        try {
            serve(session.reader().next(session.codecLimits()), session);
        } finally {
            session.reader().done();
        }
    }

    private static void serve(Arrival arrival, ImapSession session) throws IOException {
        switch (arrival) {
            case Arrival.Whole whole -> answer(whole, session);
            case Arrival.Refused refused -> {
                if (refused.response().condition() == StatusResponse.Condition.BAD) {
                    session.noteBadCommand();
                }
                write(ImapCommandParser.tag(refused.text(), session.codecLimits()), refused.response(), session);
            }
        }
    }

    private static void answer(Arrival.Whole whole, ImapSession session) throws IOException {
        Optional<String> tag;
        StatusResponse response;
        try {
            Line line = ImapCommandParser.parse(whole.text(), session.codecLimits());
            tag = line.tag();
            response = response(line, session);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "Unexpected failure of a command", e);
            throw new EndSessionException(StatusResponses.serverBug());
        }
        session.reader().discardPending(session.codecLimits());
        if (response.condition() == StatusResponse.Condition.BAD) {
            session.noteBadCommand();
        }
        write(tag, response, session);
        session.responseWritten();
    }

    private static void write(Optional<String> tag, StatusResponse response, ImapSession session) throws IOException {
        // RFC 3501 7.1.3: an error that belongs to no command is untagged
        session.write(tag.map(response::tagged).orElseGet(response::untagged));
    }

    private static StatusResponse response(Line line, ImapSession session) throws IOException {
        return switch (line) {
            case Line.NoTag() -> StatusResponses.untaggable();
            case Line.UnknownVerb(var ignored) -> StatusResponses.unknownCommand();
            case Line.BadSyntax(var ignored, var verb, var problem) ->
                ImapCommandTable.find(verb).isAllowedIn(session.state())
                        ? StatusResponses.badSyntax(problem)
                        : StatusResponses.wrongState(verb);
            case Line.Valid valid -> {
                Row<?> row = ImapCommandTable.find(valid.verb());
                yield row.isAllowedIn(session.state())
                        ? handle(row, valid, session)
                        : StatusResponses.wrongState(valid.verb());
            }
        };
    }

    private static StatusResponse handle(Row<?> row, Line.Valid valid, ImapSession session) throws IOException {
        try {
            StatusResponse response = row.handle(valid.command(), session);
            sendUpdates(row.updates(), session);
            return response;
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "The store failed during " + valid.verb().wire(), e);
            return StatusResponses.unavailable();
        }
    }

    /** RFC 3501 7: updates are sent before the command is completed. Those that cannot be read now are sent later. */
    private static void sendUpdates(UntaggedUpdates updates, ImapSession session) throws IOException {
        if (session.state() instanceof ImapState.Selected selected) {
            try {
                selected.folder().sendUpdates(session, updates == UntaggedUpdates.ALL);
            } catch (StoreException e) {
                LOG.log(Level.WARNING, "The store cannot tell what has changed", e);
            }
        }
    }
}
