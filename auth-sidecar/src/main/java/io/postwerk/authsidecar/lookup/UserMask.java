package io.postwerk.authsidecar.lookup;

import java.util.Locale;

/**
 * A pattern for names: {@code *} stands for any text, {@code ?} for any one character. Compared without case. Takes at most the
 * product of both lengths.
 */
final class UserMask {

    private final String pattern;

    UserMask(String pattern) {
        this.pattern = pattern.toLowerCase(Locale.ROOT);
    }

    boolean fits(String name) {
        String text = name.toLowerCase(Locale.ROOT);
        int at = 0;
        int in = 0;
        int star = -1;
        int retryAt = 0;
        while (at < text.length()) {
            if (in < pattern.length() && pattern.charAt(in) == '*') {
                star = in++;
                retryAt = at;
            } else if (in < pattern.length() && (pattern.charAt(in) == '?' || pattern.charAt(in) == text.charAt(at))) {
                in++;
                at++;
            } else if (star >= 0) {
                in = star + 1;
                at = ++retryAt;
            } else {
                return false;
            }
        }
        while (in < pattern.length() && pattern.charAt(in) == '*') {
            in++;
        }
        return in == pattern.length();
    }
}
