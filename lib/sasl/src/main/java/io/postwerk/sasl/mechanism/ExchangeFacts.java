package io.postwerk.sasl.mechanism;

import java.util.Optional;

/**
 * What is known of the connection on which a client authenticates, from the server that has it.
 *
 * @param service the protocol that asks ({@code smtp}, {@code imap}): a credential may be good for some only
 * @param bindingOffered whether the client was offered mechanisms with channel binding
 * @param certificateUser the address in the client certificate that the server verified
 */
public record ExchangeFacts(String service, boolean bindingOffered, Optional<String> certificateUser) {

    /** A connection of which nothing more is known. */
    public static ExchangeFacts of(String service) {
        return new ExchangeFacts(service, false, Optional.empty());
    }
}
