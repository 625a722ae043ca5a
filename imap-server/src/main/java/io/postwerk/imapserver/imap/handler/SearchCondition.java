package io.postwerk.imapserver.imap.handler;

import java.io.IOException;

/**
 * A search key, compiled for one search.
 *
 * @param cost what the test has to read
 * @param test tells whether a message fulfils the condition
 */
record SearchCondition(Cost cost, Test test) {
    /** What a test has to read, the cheapest first. */
    enum Cost {
        VIEW,
        SUMMARY,
        HEADER,
        BODY
    }

    /** Tests one message. */
    @FunctionalInterface
    interface Test {
        boolean holds(SearchedMessage message) throws IOException;
    }

    boolean holds(SearchedMessage message) throws IOException {
        return test.holds(message);
    }
}
