package io.postwerk.authsidecar.ldap;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.RDN;
import io.postwerk.mail.EmailAddress;
import java.util.function.UnaryOperator;

/** A filter or a distinguished name with {@code {address}}, {@code {localPart}} and {@code {domain}}, whose values are escaped. */
final class NameTemplate {

    private NameTemplate() {}

    /** RFC 4515 3. */
    static String filter(String template, EmailAddress address) {
        return fill(template, address, Filter::encodeValue);
    }

    /** RFC 4514 2.4. */
    static String dn(String template, EmailAddress address) {
        return fill(template, address, value -> {
            String whole = new RDN("x", value).toMinimallyEncodedString();
            return whole.substring(whole.indexOf('=') + 1);
        });
    }

    private static String fill(String template, EmailAddress address, UnaryOperator<String> escape) {
        String canonical = address.canonical();
        int at = canonical.lastIndexOf('@');
        // one pass: a value that looks like a parameter is only a value
        var filled = new StringBuilder();
        int position = 0;
        while (position < template.length()) {
            int open = template.indexOf('{', position);
            int close = open < 0 ? -1 : template.indexOf('}', open);
            if (close < 0) {
                break;
            }
            filled.append(template, position, open);
            filled.append(
                    switch (template.substring(open + 1, close)) {
                        case "address" -> escape.apply(canonical);
                        case "localPart" -> escape.apply(canonical.substring(0, at));
                        case "domain" -> escape.apply(canonical.substring(at + 1));
                        default -> template.substring(open, close + 1);
                    });
            position = close + 1;
        }
        return filled.append(template.substring(position)).toString();
    }
}
