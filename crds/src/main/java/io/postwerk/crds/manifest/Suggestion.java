package io.postwerk.crds.manifest;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that is most similar to an unknown one. */
final class Suggestion {
    private Suggestion() {}

    /** What to do about a key that is not known. */
    static String ofKey(String written, Collection<String> known) {
        return closest(written, known)
                .orElse(
                        known.isEmpty()
                                ? "remove it"
                                : "known are "
                                        + String.join(
                                                ", ", known.stream().sorted().toList()));
    }

    /** What to do about a value that is not one of those said before. */
    static String ofValue(String written, Collection<String> known) {
        return closest(written, known).orElse("choose one of them");
    }

    private static Optional<String> closest(String written, Collection<String> known) {
        return known.stream()
                .sorted()
                .min(Comparator.comparingInt(word -> distance(written, word)))
                .filter(word -> distance(written, word) <= Math.max(2, word.length() / 3))
                .map(word -> "did you mean '" + word + "'?");
    }

    /** Number of letters to insert, delete or change, upper and lower case being the same. */
    private static int distance(String a, String b) {
        String left = a.toLowerCase(Locale.ROOT);
        String right = b.toLowerCase(Locale.ROOT);
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int change = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[right.length()];
    }
}
