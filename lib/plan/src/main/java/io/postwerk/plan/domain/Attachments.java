package io.postwerk.plan.domain;

import io.postwerk.crds.MailServerSpec;
import io.postwerk.mail.DomainName;
import java.util.List;
import java.util.Optional;

/** Which namespaces may claim which domains on a MailServer. */
public final class Attachments {
    private final String serverNamespace;
    private final List<MailServerSpec.Attachment> entries;
    private final Namespaces namespaces;

    Attachments(String serverNamespace, List<MailServerSpec.Attachment> entries, Namespaces namespaces) {
        this.serverNamespace = serverNamespace;
        this.entries = entries;
        this.namespaces = namespaces;
    }

    boolean permits(String namespace, DomainName domain) {
        return entries.stream()
                .filter(entry -> namespaces.selects(entry.namespaces(), serverNamespace, namespace))
                .flatMap(entry -> entry.domains().stream())
                .anyMatch(pattern -> matches(pattern, domain));
    }

    /** Whether any domain can match. */
    public static boolean isPattern(String pattern) {
        return pattern.equals("*")
                || DomainName.tryParse(pattern.replaceFirst("^\\*\\.", "")).isPresent();
    }

    private static boolean matches(String pattern, DomainName domain) {
        if (pattern.equals("*")) {
            return true;
        }
        boolean below = pattern.startsWith("*.");
        Optional<DomainName> named = DomainName.tryParse(below ? pattern.substring(2) : pattern);
        return named.filter(name -> below ? domain.isWithin(name) && !domain.equals(name) : domain.equals(name))
                .isPresent();
    }
}
