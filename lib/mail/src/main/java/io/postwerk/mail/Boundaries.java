package io.postwerk.mail;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The boundaries of the multiparts that a line is inside of, the outermost first. They are kept as a tree of their octets, so
 * that a line is compared with all of them in time linear in its own length: a message has room for millions of lines, and for
 * a hundred boundaries that begin alike.
 */
final class Boundaries {
    /** No boundary line. */
    static final int NONE = -1;

    /** Where the path of octets from the root leads. */
    private static final class Node {
        private final Map<Byte, Node> next = new HashMap<>(2);

        /** The levels whose boundary ends here, the innermost first. */
        private final Deque<Integer> levels = new ArrayDeque<>(1);
    }

    private final List<byte[]> open = new ArrayList<>();
    private final Node root = new Node();
    private boolean closing;

    /** Opens a level, and says which. */
    int push(byte[] boundary) {
        Node node = root;
        for (byte octet : boundary) {
            node = node.next.computeIfAbsent(octet, _ -> new Node());
        }
        node.levels.push(open.size());
        open.add(boundary);
        return open.size() - 1;
    }

    /** Closes a level and all within it. */
    void popTo(int level) {
        while (open.size() > level) {
            remove(root, open.removeLast(), 0);
        }
    }

    /** Removes the innermost level of a boundary; says whether nothing is left below this node. */
    private static boolean remove(Node node, byte[] boundary, int depth) {
        if (depth == boundary.length) {
            node.levels.pop();
        } else {
            Node next = node.next.get(boundary[depth]);
            if (next != null && remove(next, boundary, depth + 1)) {
                node.next.remove(boundary[depth]);
            }
        }
        return node.levels.isEmpty() && node.next.isEmpty();
    }

    /**
     * The level whose boundary this line is, or {@link #NONE}. It need only begin with the boundary (RFC 2046 section
     * 5.1.1); if it does with several, the longest is meant, and the innermost of equals.
     */
    int match(LineScanner line) {
        byte[] window = line.window();
        int end = line.to();
        int at = line.from() + 2;
        if (!line.isLineStart() || end < at || window[at - 2] != '-' || window[at - 1] != '-') {
            return NONE;
        }
        int best = NONE;
        int after = at;
        @Nullable Node node = root;
        while (at < end && !node.next.isEmpty()) {
            node = node.next.get(window[at++]);
            if (node == null) {
                break;
            }
            if (!node.levels.isEmpty()) {
                best = node.levels.peek();
                after = at;
            }
        }
        if (best != NONE) {
            closing = end - after >= 2 && window[after] == '-' && window[after + 1] == '-';
        }
        return best;
    }

    /** Whether the line that matched last ends its multipart. */
    boolean isClosing() {
        return closing;
    }
}
