package io.postwerk.imapserver.imap.codec;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Arguments of the commands that say who the client is: ID, AUTHENTICATE, LOGIN. */
public final class LoginGrammar {
    // RFC 2971 3.3: at most 30 pairs, names of 30 octets, values of 1024
    private static final int MOST_FIELDS = 30;
    private static final int LONGEST_NAME = 30;
    private static final int LONGEST_VALUE = 1024;

    private LoginGrammar() {}

    static ImapCommand.Id id(CommandScanner in) throws SyntaxException {
        in.space();
        Map<String, String> fields = new LinkedHashMap<>();
        if (in.at('(')) {
            List<String> strings = in.list(LoginGrammar::nstring);
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
        return new ImapCommand.Id(fields);
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

    static ImapCommand.Authenticate authenticate(CommandScanner in) throws SyntaxException {
        in.space();
        String mechanism = in.atom().toUpperCase(Locale.ROOT);
        Optional<byte[]> initialResponse = Optional.empty();
        if (in.skip(' ')) {
            String encoded = in.run(octet -> octet > ' ' && octet < 0x7f);
            // RFC 4959 3: a single pad character is an empty response
            initialResponse = Optional.of(encoded.equals("=") ? new byte[0] : base64(encoded));
            if (encoded.isEmpty()) {
                throw new SyntaxException("Initial response is empty");
            }
        }
        in.end();
        return new ImapCommand.Authenticate(mechanism, initialResponse);
    }

    /** A line of a SASL exchange: base64 of RFC 3501 section 9, padded. */
    public static byte[] base64(String encoded) throws SyntaxException {
        try {
            if (encoded.length() % 4 != 0) {
                throw new SyntaxException("Response is not base64");
            }
            return Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("Response is not base64");
        }
    }

    static ImapCommand.Login login(CommandScanner in) throws SyntaxException {
        in.space();
        String user = in.astring();
        in.space();
        String password = in.astring();
        in.end();
        return new ImapCommand.Login(user, password);
    }
}
