package io.postwerk.imapserver.imap.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * ID: the client says what it is. RFC 2971 section 3.1.
 *
 * @param fields in the order given; empty for NIL; a field whose value is NIL is left out
 */
public record Id(Map<String, String> fields) implements Command {
    private static final int MOST_FIELDS = 30;
    private static final int LONGEST_NAME = 30;
    private static final int LONGEST_VALUE = 1024;

    static Id parse(CommandScanner in) throws SyntaxException {
        in.space();
        Map<String, String> fields = new LinkedHashMap<>();
        if (in.at('(')) {
            List<String> strings = in.list(Id::nstring);
            // RFC 2971 3.3: at most 30 pairs, names of 30 octets, values of 1024
            if (strings.size() % 2 != 0 || strings.size() > 2 * MOST_FIELDS) {
                throw new SyntaxException("Field without a value, or too many fields");
            }
            for (int i = 0; i < strings.size(); i += 2) {
                String name = strings.get(i);
                String value = strings.get(i + 1);
                if (name.length() > LONGEST_NAME || value.length() > LONGEST_VALUE) {
                    throw new SyntaxException("Field too long");
                }
                if (!value.isEmpty()) {
                    fields.put(name, value);
                }
            }
        } else {
            nil(in);
        }
        in.end();
        return new Id(fields);
    }

    /** nstring; NIL is given as the empty text. */
    private static String nstring(CommandScanner in) throws SyntaxException {
        if (in.at('"') || in.at('{')) {
            return CommandScanner.utf8(in.string());
        }
        nil(in);
        return "";
    }

    private static void nil(CommandScanner in) throws SyntaxException {
        if (!in.keyword().equals("NIL")) {
            throw new SyntaxException("Expected NIL");
        }
    }
}
