package io.postwerk.mail;

/** A position in a structured header field, and what such fields have in common (RFC 5322 section 3.2). */
abstract class FieldScanner {
    final String text;
    int at;
    /** Content of the last comment that {@link #skipBlanksAndComments} has skipped. */
    String lastComment = "";

    FieldScanner(String text) {
        this.text = text;
    }

    /** The character that is next, or NUL at the end. */
    final char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    /** Skips {@code wanted} if it is next. */
    final boolean take(char wanted) {
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    /** The content of the quoted string that is next; it may lack its end. */
    final String quotedString() {
        StringBuilder content = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                break;
            }
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            content.append(c);
        }
        return content.toString();
    }

    final void skipBlanksAndComments() {
        while (at < text.length()) {
            if (isBlank(peek())) {
                at++;
            } else if (peek() == '(') {
                lastComment = comment();
            } else {
                return;
            }
        }
    }

    /** The content of the comment that is next, comments within it included; it may lack its end. */
    final String comment() {
        StringBuilder content = new StringBuilder();
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                content.append(text.charAt(at++));
                continue;
            }
            if (c == '(' && depth++ == 0) {
                continue;
            }
            if (c == ')' && --depth == 0) {
                break;
            }
            content.append(c);
        }
        return content.toString().strip();
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
