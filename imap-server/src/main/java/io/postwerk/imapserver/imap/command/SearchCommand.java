package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.codec.Search;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.codec.UntaggedResponses;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.SelectedFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs {@link Search}. */
final class SearchCommand {
    private SearchCommand() {}

    static StatusResponse run(Search search, ImapSession session) throws IOException {
        return switch (search) {
            // RFC 3501 6.4.4
            case Search.InUnknownCharset ignored -> StatusResponses.badCharset();
            case Search.ByKey byKey -> {
                session.write(UntaggedResponses.search(find(byKey, session)));
                yield StatusResponses.completed("SEARCH");
            }
        };
    }

    private static List<Long> find(Search.ByKey search, ImapSession session) throws IOException {
        SelectedFolder folder = session.selected();
        SearchCondition condition = new SearchConditions(folder).of(search.key());
        MessageWindow window = new MessageWindow(session);
        List<Long> found = new ArrayList<>();
        for (int index = 0; index < folder.count(); index++) {
            if (condition.cost() != SearchCondition.Cost.VIEW) {
                session.checkTermination();
            }
            if (condition.holds(new Candidate(index, folder, window))) {
                found.add(search.uid() ? folder.uid(index) : index + 1L);
            }
        }
        return found;
    }
}
