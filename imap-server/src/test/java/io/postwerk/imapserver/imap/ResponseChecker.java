package io.postwerk.imapserver.imap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what a server sent as a client must: lines, with the literals in them. Fails if it is not what RFC 3501 section
 * 7 allows: unbalanced parentheses, quotes that do not end, octets that belong into literals.
 */
final class ResponseChecker {
    private final byte[] octets;
    private int position;

    private ResponseChecker(String sent) {
        octets = sent.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** All responses, literals included. */
    static List<String> responses(String sent) {
        ResponseChecker checker = new ResponseChecker(sent);
        List<String> responses = new ArrayList<>();
        while (checker.position < checker.octets.length) {
            responses.add(checker.response());
        }
        return responses;
    }

    private String response() {
        int start = position;
        // resp-text and continuations are free text
        String head = new String(octets, start, Math.min(40, octets.length - start), StandardCharsets.ISO_8859_1);
        if (head.startsWith("+ ") || head.matches("(?s)\\S+ (OK|NO|BAD|BYE) .*")) {
            skipText();
        } else if (head.startsWith("* ")) {
            skipData();
        } else {
            throw new AssertionError("no response: " + head);
        }
        return new String(octets, start, position - start - 2, StandardCharsets.ISO_8859_1);
    }

    private void skipText() {
        while (!atLineEnd()) {
            int octet = octets[position] & 0xff;
            check(octet >= 0x20 && octet < 0x7f, "no text");
            position++;
        }
        position += 2;
    }

    private void skipData() {
        int depth = 0;
        while (!atLineEnd()) {
            int octet = octets[position] & 0xff;
            switch (octet) {
                case '(' -> depth++;
                case ')' -> depth--;
                case '"' -> skipQuoted();
                case '{' -> skipLiteral();
                default -> check(octet >= 0x20 && octet < 0x7f, "octet " + octet);
            }
            check(depth >= 0, "too many )");
            position++;
        }
        check(depth == 0, "too few )");
        position += 2;
    }

    private void skipQuoted() {
        position++;
        while (octets[position] != '"') {
            if (octets[position] == '\\') {
                position++;
                check(octets[position] == '"' || octets[position] == '\\', "bad escape");
            }
            check(octets[position] >= 0x20 && octets[position] < 0x7f, "octet in a quoted string");
            position++;
        }
    }

    /** Ends on the last octet of the literal. */
    private void skipLiteral() {
        int end = position;
        while (octets[end] != '}') {
            end++;
        }
        int length = Integer.parseInt(new String(octets, position + 1, end - position - 1, StandardCharsets.US_ASCII));
        check(octets[end + 1] == '\r' && octets[end + 2] == '\n', "no line end after {}");
        position = end + 2 + length;
        check(position < octets.length, "literal is cut off");
    }

    private boolean atLineEnd() {
        check(position + 1 < octets.length, "response is cut off");
        return octets[position] == '\r' && octets[position + 1] == '\n';
    }

    private void check(boolean holds, String problem) {
        if (!holds) {
            int from = Math.max(0, position - 60);
            throw new AssertionError(problem + " after: "
                    + new String(octets, from, Math.min(octets.length, position) - from, StandardCharsets.ISO_8859_1));
        }
    }
}
