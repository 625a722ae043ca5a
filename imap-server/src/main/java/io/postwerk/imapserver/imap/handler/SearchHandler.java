package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.UnreadableMessages.UnreadableException;
import io.postwerk.imapserver.imap.codec.ImapCommand;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.codec.UntaggedResponses;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.SelectedFolder;
import io.postwerk.mail.LongWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Handles {@link ImapCommand.Search}. */
final class SearchHandler {
    private SearchHandler() {}

    static StatusResponse handle(ImapCommand.Search search, ImapSession session) throws IOException {
        return switch (search) {
            // RFC 3501 6.4.4
            case ImapCommand.Search.InUnknownCharset ignored -> StatusResponses.badCharset();
            case ImapCommand.Search.ByKey byKey -> {
                session.write(UntaggedResponses.search(find(byKey, session)));
                yield StatusResponses.completed("SEARCH");
            }
        };
    }

    private static List<Long> find(ImapCommand.Search.ByKey search, ImapSession session) throws IOException {
        SelectedFolder folder = session.selected();
        SearchCondition condition = new SearchConditions(folder).of(search.key());
        MessageWindow window = new MessageWindow(session);
        List<Long> found = new ArrayList<>();
        boolean someAreUnreadable = false;
        try (LongWork work = new LongWork(new StillThere(session))) {
            for (int index = 0; index < folder.count(); index++) {
                work.step();
                if (condition.cost() != SearchCondition.Cost.VIEW) {
                    session.checkTermination();
                }
                try {
                    if (condition.holds(new SearchedMessage(index, folder, window, work))) {
                        found.add(search.uid() ? folder.uid(index) : index + 1L);
                    }
                } catch (UnreadableException e) {
                    someAreUnreadable = true;
                    session.noteUnreadable(folder.uid(index), e);
                }
            }
        }
        if (someAreUnreadable) {
            // RFC 3501 7.1.2: a warning. After a tagged NO clients would drop what was found
            session.untagged(StatusResponses.someUnreadable());
        }
        return found;
    }

    /**
     * Ends a search that nobody waits for. A client that has left in the clear may only have ended its own stream; whether it
     * still reads is told by writing to it now and then.
     */
    private static final class StillThere implements LongWork.Check {
        private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);

        private final ImapSession session;
        private long told = System.nanoTime();

        StillThere(ImapSession session) {
            this.session = session;
        }

        @Override
        public void run() throws IOException {
            session.checkPresence();
            if (System.nanoTime() - told >= EVERY_NANOS) {
                session.untagged(StatusResponses.stillSearching());
                session.connection().flush();
                told = System.nanoTime();
            }
        }
    }
}
