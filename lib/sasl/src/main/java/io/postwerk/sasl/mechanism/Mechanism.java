package io.postwerk.sasl.mechanism;

import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.NextStep;
import java.util.Optional;

/** The server side of a SASL mechanism, ready for any number of exchanges at once. */
public interface Mechanism {

    MechanismInfo info();

    /** A new exchange. */
    Exchange open(Facts facts);

    /**
     * What is known of the connection on which a client authenticates, from the server that has it.
     *
     * @param service the protocol that asks ({@code smtp}, {@code imap}): a credential may be good for some only
     * @param bindingOffered whether the client was offered mechanisms with channel binding
     * @param certificateUser the address in the client certificate that the server verified
     */
    record Facts(String service, boolean bindingOffered, Optional<String> certificateUser) {

        /** A connection of which nothing more is known. */
        public static Facts of(String service) {
            return new Facts(service, false, Optional.empty());
        }
    }

    /**
     * One exchange with one client. One call at a time: {@link #start} once, then {@link #respond} for each challenge.
     * Whatever a client sends ends in a step, never in an exception.
     */
    interface Exchange {

        /** @param initialResponse empty when the client sent none, which differs from an empty one (RFC 4422 3.3) */
        NextStep start(Optional<byte[]> initialResponse);

        NextStep respond(byte[] response);

        /**
         * Takes a response to a challenge for which channel binding data was wanted.
         *
         * @param binding the data of the wanted type; empty where the server of the connection has none
         */
        default NextStep respond(byte[] response, Optional<byte[]> binding) {
            return respond(response);
        }

        /** The type of channel binding whose data has to come with the response to the challenge that is due (RFC 5056), if any. */
        default Optional<String> wantedBinding() {
            return Optional.empty();
        }

        /** The user name that the client gave, for the log; empty while none is known. Nothing is proved by it. */
        Optional<String> claimedName();
    }
}
