package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.codec.CommandLine;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.codec.SyntaxException;
import io.postwerk.imapserver.imap.session.CommandReader.Arrival;
import io.postwerk.imapserver.imap.session.EndSessionException;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.SessionState;
import io.postwerk.net.DeadlineExceededException;
import io.postwerk.store.StoreException;
import java.io.IOException;
import java.lang.System.Logger.Level;

/** A session from its greeting to its end: one command after the other, each answered. */
public final class CommandLoop {
    private static final System.Logger LOG = System.getLogger(CommandLoop.class.getName());

    private final CommandTable table = new CommandTable();

    /** Returns when the session is over; the caller closes it. */
    public void run(ImapSession session) throws IOException {
        try {
            session.untagged(
                    StatusResponses.greeting(session.services().settings().hostname(), Capabilities.of(session)));
            while (session.state().kind() != SessionState.Kind.LOGOUT) {
                // RFC 3501 5.3, 5.5: one command after the other, and no news of the mailbox between them
                if (session.awaitInput()) {
                    serve(session);
                }
            }
        } catch (EndSessionException e) {
            session.untagged(e.bye());
        } catch (DeadlineExceededException e) {
            LOG.log(Level.DEBUG, "The client does not take what is sent", e);
        }
    }

    private void serve(ImapSession session) throws IOException {
        switch (session.reader().next(session.codecLimits())) {
            case Arrival.Whole whole -> answer(CommandLine.read(whole.text(), session.codecLimits()), session);
            case Arrival.Refused refused -> {
                session.noteBadCommand();
                CommandLine line = CommandLine.read(refused.text(), session.codecLimits());
                write(line, refused.response(), session);
            }
        }
    }

    private void answer(CommandLine line, ImapSession session) throws IOException {
        StatusResponse response = attempt(line, session);
        session.reader().discardPending(session.codecLimits());
        if (response.condition() == StatusResponse.Condition.BAD) {
            session.noteBadCommand();
        }
        write(line, response, session);
        session.responseWritten();
    }

    private static void write(CommandLine line, StatusResponse response, ImapSession session) throws IOException {
        // RFC 3501 7.1.3: an error that belongs to no command is untagged
        session.write(line.tag().map(response::tagged).orElseGet(response::untagged));
    }

    private StatusResponse attempt(CommandLine line, ImapSession session) throws IOException {
        if (line.tag().isEmpty()) {
            return StatusResponses.untaggable();
        }
        if (line.name().isEmpty()) {
            return StatusResponses.unknownCommand();
        }
        CommandTable.Row<?> row = table.row(line.name().get());
        if (!row.isAllowedIn(session.state())) {
            return StatusResponses.wrongState(row.name().wire());
        }
        try {
            StatusResponse response = row.run(line.arguments(), session);
            tellNews(row, session);
            return response;
        } catch (SyntaxException e) {
            return StatusResponses.badSyntax(e);
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "The store failed during " + row.name().wire(), e);
            return StatusResponses.unavailable();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "Unexpected failure during " + row.name().wire(), e);
            throw new EndSessionException(StatusResponses.serverBug());
        }
    }

    /** RFC 3501 7: news is told before the command is completed. What can not be read now is told another time. */
    private static void tellNews(CommandTable.Row<?> row, ImapSession session) throws IOException {
        if (session.state() instanceof SessionState.Selected selected) {
            try {
                selected.folder().tellNews(session, row.news() == CommandTable.News.ALL);
            } catch (StoreException e) {
                LOG.log(Level.WARNING, "The store can not tell what is new", e);
            }
        }
    }
}
