package io.postwerk.tests.siege.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The lines of an input, for parsers of lines: an LF ends each and is no part of it, nor is a CR before it. */
public final class Lines {
    private Lines() {}

    public static List<byte[]> of(byte[] octets) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= octets.length; i++) {
            if (i == octets.length || octets[i] == '\n') {
                int end = i > start && octets[i - 1] == '\r' ? i - 1 : i;
                if (i < octets.length || end > start) lines.add(Arrays.copyOfRange(octets, start, end));
                start = i + 1;
            }
        }
        return lines;
    }
}
