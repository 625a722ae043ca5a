package io.postwerk.mail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The boundaries of the multiparts that a line is inside of, the outermost first. */
final class Boundaries {
    /** No boundary line. */
    static final int NONE = -1;

    private final List<byte[]> open = new ArrayList<>();
    private boolean closing;

    /** Opens a level, and says which. */
    int push(byte[] boundary) {
        open.add(boundary);
        return open.size() - 1;
    }

    /** Closes a level and all within it. */
    void popTo(int level) {
        open.subList(level, open.size()).clear();
    }

    /**
     * The level whose boundary this line is, or {@link #NONE}. It need only begin with the boundary (RFC 2046 section
     * 5.1.1); if it does with several, the longest is meant, and the innermost of equals.
     */
    int match(LineScanner line) {
        byte[] window = line.window();
        int at = line.from();
        int end = line.to();
        if (!line.isLineStart() || end - at < 2 || window[at] != '-' || window[at + 1] != '-') {
            return NONE;
        }
        at += 2;
        int best = NONE;
        for (int level = open.size() - 1; level >= 0; level--) {
            byte[] boundary = open.get(level);
            boolean longer = best == NONE || boundary.length > open.get(best).length;
            if (longer
                    && boundary.length <= end - at
                    && Arrays.mismatch(window, at, at + boundary.length, boundary, 0, boundary.length) < 0) {
                best = level;
            }
        }
        if (best != NONE) {
            int after = at + open.get(best).length;
            closing = end - after >= 2 && window[after] == '-' && window[after + 1] == '-';
        }
        return best;
    }

    /** Whether the line that matched last ends its multipart. */
    boolean isClosing() {
        return closing;
    }
}
