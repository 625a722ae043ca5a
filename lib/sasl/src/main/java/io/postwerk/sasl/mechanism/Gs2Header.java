package io.postwerk.sasl.mechanism;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What stands before the first client message of SCRAM and OAUTHBEARER (RFC 5802 7, gs2-header; RFC 5801 4): how the client stands
 * to channel binding, and as whom it wants to act.
 *
 * @param binding the flag
 * @param bindingType the type that the client binds to, with {@link Binding#REQUIRED}
 * @param authorizationIdentity decoded; empty for none
 * @param text the header as sent, which the client repeats in its final message
 */
record Gs2Header(Binding binding, Optional<String> bindingType, String authorizationIdentity, String text) {

    /** RFC 5802 6. */
    enum Binding {
        /** {@code n}: the client cannot bind. */
        NOT_SUPPORTED,
        /** {@code y}: it could, and thinks that the server cannot. */
        NOT_OFFERED,
        /** {@code p=name}: it does. */
        REQUIRED
    }

    static Gs2Header parse(ScramAttributes message, String whole) throws ScramAttributes.Malformed {
        String flag = message.part();
        Binding binding;
        Optional<String> type = Optional.empty();
        if (flag.equals("n")) {
            binding = Binding.NOT_SUPPORTED;
        } else if (flag.equals("y")) {
            binding = Binding.NOT_OFFERED;
        } else if (flag.startsWith("p=") && flag.length() > 2) {
            binding = Binding.REQUIRED;
            type = Optional.of(flag.substring(2));
        } else {
            throw new ScramAttributes.Malformed("no channel binding flag");
        }
        String identity = message.part();
        if (!identity.isEmpty()) {
            if (!identity.startsWith("a=")) {
                throw new ScramAttributes.Malformed("no authorization identity");
            }
            identity = ScramAttributes.decodeName(identity.substring(2))
                    .orElseThrow(() -> new ScramAttributes.Malformed("the authorization identity is not a saslname"));
        }
        return new Gs2Header(binding, type, identity, whole.substring(0, message.position()));
    }

    /** RFC 5802 7, cbind-input: the header, then the data of the binding. */
    byte[] bound(byte[] bindingData) {
        byte[] header = text.getBytes(StandardCharsets.UTF_8);
        byte[] bound = Arrays.copyOf(header, header.length + bindingData.length);
        System.arraycopy(bindingData, 0, bound, header.length, bindingData.length);
        return bound;
    }
}
