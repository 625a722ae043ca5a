package io.postwerk.mail;

/**
 * How much structure of one message may still be told apart. Headers may have millions of octets, and an address or a
 * parameter of three octets takes a hundred in memory.
 */
final class SummaryAllowance {
    /** How many parts are told apart in one message; what follows is one opaque part. */
    static final int MAX_PARTS = 25_000;

    /** How many addresses, parameters and languages of one message are listed; what follows is left out. */
    static final int MAX_LISTED = 50_000;

    /** A summary with more parts, or more that is listed, is larger than what is kept: reading ends there. */
    private static final int MAX_KEPT = 1_000;

    /** The summary is too large to be kept. */
    static final class TooLargeException extends RuntimeException {
        private TooLargeException() {
            super("message summary is too large to be kept", null, false, false);
        }
    }

    private final boolean strict;
    private int parts;
    private int listed;

    private SummaryAllowance(boolean strict, int parts, int listed) {
        this.strict = strict;
        this.parts = parts;
        this.listed = listed;
    }

    /** For a summary as whole as it gets. */
    static SummaryAllowance whole() {
        return new SummaryAllowance(false, MAX_PARTS, MAX_LISTED);
    }

    /** For a summary that is kept: throws {@link TooLargeException} instead of leaving anything out. */
    static SummaryAllowance kept() {
        return new SummaryAllowance(true, MAX_KEPT, MAX_KEPT);
    }

    void takePart() {
        parts--;
    }

    boolean hasParts() {
        return remains(parts);
    }

    void takeListed() {
        listed--;
    }

    boolean hasListed() {
        return remains(listed);
    }

    private boolean remains(int left) {
        if (left <= 0 && strict) {
            throw new TooLargeException();
        }
        return left > 0;
    }
}
