package io.postwerk.imapserver.imap.handler;

import java.io.IOException;

/**
 * A search key that was made ready for one search.
 *
 * @param cost what it takes to find out
 * @param test finds out
 */
record SearchCondition(Cost cost, Test test) {
    /** What a test has to look at, the cheapest first. */
    enum Cost {
        VIEW,
        SUMMARY,
        HEADER,
        BODY
    }

    /** Looks at one message. */
    @FunctionalInterface
    interface Test {
        boolean holds(SearchedMessage candidate) throws IOException;
    }

    boolean holds(SearchedMessage candidate) throws IOException {
        return test.holds(candidate);
    }
}
