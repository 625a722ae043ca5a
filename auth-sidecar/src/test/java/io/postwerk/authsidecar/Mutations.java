package io.postwerk.authsidecar;

import java.util.Random;

/** Lines of the wire format with an octet changed, missing or too many. */
public final class Mutations {
    private Mutations() {}

    /** The line, changed once in {@code oneIn} times. */
    public static String of(String line, Random random, int oneIn) {
        if (random.nextInt(oneIn) != 0) {
            return line;
        }
        var text = new StringBuilder(line);
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
            case 0 -> text.setCharAt(at, (char) random.nextInt(256));
            case 1 -> text.deleteCharAt(at);
            default -> text.insert(at, "\u0001 =0A".charAt(random.nextInt(5)));
        }
        return text.toString();
    }
}
