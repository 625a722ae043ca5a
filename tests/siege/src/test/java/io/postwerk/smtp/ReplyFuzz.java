package io.postwerk.smtp;

import io.postwerk.tests.siege.fuzz.Lines;

/** Replies of other servers. */
public final class ReplyFuzz {
    private ReplyFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        ReplyParser parser = new ReplyParser();
        for (byte[] line : Lines.of(octets)) {
            if (!(parser.add(line) instanceof ReplyParser.Step.More)) parser = new ReplyParser();
        }
    }
}
