package io.postwerk.smtp;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * The parameters of MAIL that Postwerk knows.
 *
 * @param size octets of the message as the client declares them (RFC 1870 3)
 * @param body what the client says of the message's octets (RFC 6152 2)
 * @param submitter who submitted the message first, as the client says (RFC 4954 5); {@code <>} where it does not know
 */
public record MailParameters(OptionalLong size, BodyType body, Optional<String> submitter) {
    /** What MAIL without parameters means. */
    public static final MailParameters NONE =
            new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, Optional.empty());

    /** Extensions that bring a parameter to MAIL. */
    public enum Keyword {
        SIZE,
        BODY,
        AUTH
    }

    /**
     * Reads what the grammar has split.
     *
     * @param announced what the session has offered: any other keyword is refused
     */
    public static Parsed<MailParameters> read(EsmtpParameters parameters, Set<Keyword> announced) {
        MailParameters read = NONE;
        for (Map.Entry<String, Optional<String>> parameter : parameters.values().entrySet()) {
            Optional<Keyword> keyword = announced.stream()
                    .filter(known -> known.name().equals(parameter.getKey()))
                    .findAny();
            if (keyword.isEmpty()) {
                // RFC 5321 4.1.1.11
                return new Parsed.Refused<>(Replies.unknownParameter(parameter.getKey()));
            }
            Optional<MailParameters> more = parameter.getValue().flatMap(read.reader(keyword.get()));
            if (more.isEmpty()) {
                return new Parsed.Refused<>(Replies.badParameter(parameter.getKey()));
            }
            read = more.get();
        }
        return new Parsed.Valid<>(read);
    }

    private Function<String, Optional<MailParameters>> reader(Keyword keyword) {
        return switch (keyword) {
            case SIZE -> this::withSize;
            case BODY -> this::withBody;
            case AUTH -> this::withSubmitter;
        };
    }

    // RFC 1870 3: size-value is 1 to 20 digits
    private Optional<MailParameters> withSize(String value) {
        if (!value.matches("[0-9]{1,20}")) {
            return Optional.empty();
        }
        long octets = value.length() <= 18 ? Long.parseLong(value) : Long.MAX_VALUE;
        return Optional.of(new MailParameters(OptionalLong.of(octets), body, submitter));
    }

    private Optional<MailParameters> withBody(String value) {
        for (BodyType type : BodyType.values()) {
            if (type.keyword().equalsIgnoreCase(value)) {
                return Optional.of(new MailParameters(size, type, submitter));
            }
        }
        return Optional.empty();
    }

    // RFC 4954 5: an xtext of a mailbox, or "<>"
    private Optional<MailParameters> withSubmitter(String value) {
        return Xtext.decode(value).map(text -> new MailParameters(size, body, Optional.of(text)));
    }

    /** What MAIL's BODY parameter says of the message (RFC 6152 2). */
    public enum BodyType {
        SEVEN_BIT("7BIT"),
        EIGHT_BIT("8BITMIME");

        private final String keyword;

        BodyType(String keyword) {
            this.keyword = keyword;
        }

        /** The value on the wire. */
        public String keyword() {
            return keyword;
        }
    }
}
