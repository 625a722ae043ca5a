package io.postwerk.config.json;

import io.postwerk.mail.AddressException;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import java.util.HashMap;
import java.util.Map;

/** What the values of one file share in memory: one object for each domain and each short string, however often it stands there. */
final class SharedValues {
    /** Longer strings (ids, paths) seldom occur twice. */
    private static final int SHARED_LENGTH = 24;

    private final Map<String, DomainName> domains = new HashMap<>();
    private final Map<String, String> strings = new HashMap<>();

    String string(String text) {
        return text.length() > SHARED_LENGTH ? text : strings.computeIfAbsent(text, t -> t);
    }

    DomainName domain(String text) {
        DomainName known = domains.get(text);
        if (known == null) {
            known = parseDomain(text);
            domains.put(text, known);
        }
        return known;
    }

    EmailAddress address(String text) {
        int at = text.lastIndexOf('@');
        try {
            EmailAddress parsed = text.startsWith("\"") || at < 0
                    ? EmailAddress.parse(text)
                    : EmailAddress.of(text.substring(0, at), domain(text.substring(at + 1)));
            requireCanonical(text, parsed.toString());
            return parsed;
        } catch (AddressException e) {
            throw new IllegalArgumentException("'" + text + "' is not an address: " + e.getMessage(), e);
        }
    }

    private static DomainName parseDomain(String text) {
        try {
            DomainName parsed = DomainName.parse(text);
            requireCanonical(text, parsed.ascii());
            return parsed;
        } catch (AddressException e) {
            throw new IllegalArgumentException("'" + text + "' is not a domain: " + e.getMessage(), e);
        }
    }

    static void requireCanonical(String text, String canonical) {
        if (!text.equals(canonical)) {
            throw new IllegalArgumentException("'" + text + "' should be written '" + canonical + "'");
        }
    }
}
