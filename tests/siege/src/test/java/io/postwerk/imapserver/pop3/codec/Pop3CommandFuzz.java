package io.postwerk.imapserver.pop3.codec;

import io.postwerk.tests.siege.fuzz.Lines;

/** Lines of POP3 clients. */
public final class Pop3CommandFuzz {
    private Pop3CommandFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        for (byte[] line : Lines.of(octets)) Pop3CommandParser.parse(line);
    }
}
