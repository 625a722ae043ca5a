package io.postwerk.smtp;

import java.util.Map;
import java.util.Optional;

/**
 * The parameters of RCPT that Postwerk knows.
 *
 * @param deliveryId names this delivery to this recipient, so that a second attempt is recognised; 1 to 100 printable
 *     characters. It travels as {@code XDELIVERYID=} (xtext) between our own programs over LMTP
 */
public record RcptParameters(Optional<String> deliveryId) {
    /** Keyword of the extension in the answer to LHLO, and of its parameter. */
    public static final String XDELIVERYID = "XDELIVERYID";

    /** What RCPT without parameters means. */
    public static final RcptParameters NONE = new RcptParameters(Optional.empty());

    private static final int MAX_DELIVERY_ID = 100;

    /**
     * Reads what the grammar has split.
     *
     * @param deliveryIds whether the session has offered {@code XDELIVERYID}
     */
    public static Parsed<RcptParameters> read(EsmtpParameters parameters, boolean deliveryIds) {
        RcptParameters read = NONE;
        for (Map.Entry<String, Optional<String>> parameter : parameters.values().entrySet()) {
            if (!deliveryIds || !parameter.getKey().equals(XDELIVERYID)) {
                // RFC 5321 4.1.1.11
                return new Parsed.Refused<>(Replies.unknownParameter(parameter.getKey()));
            }
            Optional<String> id = parameter.getValue().flatMap(Xtext::decode).filter(RcptParameters::isDeliveryId);
            if (id.isEmpty()) {
                return new Parsed.Refused<>(Replies.badParameter(parameter.getKey()));
            }
            read = new RcptParameters(id);
        }
        return new Parsed.Valid<>(read);
    }

    private static boolean isDeliveryId(String id) {
        return !id.isEmpty() && id.length() <= MAX_DELIVERY_ID && id.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
