package io.postwerk.plan.removal;

import java.util.List;

/**
 * A plan that would drop more than half of the domains or users, at once or together with recent removals. It must not be applied
 * until the MailServer has the annotation {@link #ANNOTATION} with the value {@link #token}, which stands for exactly this removal.
 *
 * @param domains canonical names of the domains that would be gone, sorted
 * @param users canonical addresses of the users that would be gone, sorted
 * @param token value of the annotation that lets it happen
 */
public record RemovalHold(List<String> domains, List<String> users, String token) {
    /** Annotation of the MailServer. */
    public static final String ANNOTATION = "postwerk.io/confirm-removal";

    public RemovalHold {
        domains = List.copyOf(domains);
        users = List.copyOf(users);
    }
}
