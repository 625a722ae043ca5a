package io.postwerk.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the header of a message or body part says about it. Fields that cannot be understood count as absent.
 *
 * @param boundary of a multipart whose parts can be told apart; else empty
 * @param isMessage whether it is a message/rfc822 that can be looked into
 * @param envelope {@link Envelope#EMPTY} for what is no message
 */
record EntityHeader(
        String type,
        String subtype,
        List<BodyPart.Parameter> parameters,
        Optional<String> id,
        Optional<String> description,
        String encoding,
        Optional<String> md5,
        Optional<BodyPart.Disposition> disposition,
        List<String> languages,
        Optional<String> location,
        byte[] boundary,
        boolean isMessage,
        Envelope envelope) {
    // RFC 2046 5.1.1 allows 70; some programs write more.
    private static final int MAX_BOUNDARY_OCTETS = 250;
    private static final byte[] NO_BOUNDARY = {};

    static final EntityHeader PLAIN_TEXT = parse(new byte[0], 0, Kind.PART, SummaryAllowance.whole());
    static final EntityHeader OPAQUE = PLAIN_TEXT.withType("application", "octet-stream", List.of());

    /** The kind of entity that the header belongs to. */
    enum Kind {
        MESSAGE,
        PART,
        /** A part of a multipart/digest. */
        DIGEST_PART
    }

    static EntityHeader parse(byte[] header, int length, Kind kind, SummaryAllowance allowance) {
        Reader reader = new Reader(allowance);
        Iterable<HeaderBlock.Field> fields = HeaderBlock.fields(header, length);
        for (HeaderBlock.Field field : fields) {
            if (field.name().length() > 8 && field.name().regionMatches(true, 0, "Content-", 0, 8)) {
                reader.field(field.name().toLowerCase(Locale.ROOT), field.value(header));
            }
        }
        return reader.finish(
                kind, kind == Kind.MESSAGE ? EnvelopeReader.read(header, fields, allowance) : Envelope.EMPTY);
    }

    boolean isMultipart() {
        return boundary.length > 0;
    }

    Kind kindOfParts() {
        return subtype.equals("digest") ? Kind.DIGEST_PART : Kind.PART;
    }

    /** The same for a part that is not looked into: it may not claim a type that promises structure. */
    EntityHeader opaque() {
        if (isMultipart() || isMessage) {
            return withType("application", "octet-stream", List.of());
        }
        return this;
    }

    private EntityHeader withType(String newType, String newSubtype, List<BodyPart.Parameter> newParameters) {
        return new EntityHeader(
                newType,
                newSubtype,
                newParameters,
                id,
                description,
                encoding,
                md5,
                disposition,
                languages,
                location,
                NO_BOUNDARY,
                false,
                envelope);
    }

    /** Collects the fields; of several of one name the first counts. */
    private static final class Reader {
        private final SummaryAllowance allowance;
        private Optional<FieldParser.MediaType> type = Optional.empty();
        private boolean typeSeen;
        private Optional<String> id = Optional.empty();
        private Optional<String> description = Optional.empty();
        private Optional<String> encoding = Optional.empty();
        private Optional<String> md5 = Optional.empty();
        private Optional<BodyPart.Disposition> disposition = Optional.empty();
        private List<String> languages = new ArrayList<>();
        private Optional<String> location = Optional.empty();

        Reader(SummaryAllowance allowance) {
            this.allowance = allowance;
        }

        void field(String name, String value) {
            switch (name) {
                case "content-type" -> {
                    if (!typeSeen) {
                        type = new FieldParser(value, allowance).mediaType();
                        typeSeen = true;
                    }
                }
                case "content-id" -> id = first(id, value);
                case "content-description" -> description = first(description, value);
                case "content-transfer-encoding" ->
                    encoding = first(encoding, new FieldParser(value, allowance).firstToken());
                case "content-md5" -> md5 = first(md5, value);
                case "content-disposition" ->
                    disposition = disposition.or(() -> new FieldParser(value, allowance).disposition());
                case "content-language" -> {
                    if (languages.isEmpty()) {
                        languages = new FieldParser(value, allowance).tokens();
                    }
                }
                case "content-location" -> location = first(location, value);
                default -> {
                    // Other fields are not needed.
                }
            }
        }

        private static Optional<String> first(Optional<String> before, String value) {
            return before.isPresent() || value.isEmpty() ? before : Optional.of(value);
        }

        EntityHeader finish(Kind kind, Envelope envelope) {
            // RFC 2045 5.2: plain text by default, also where the field cannot be understood.
            String mainType = "text";
            String subtype = "plain";
            List<BodyPart.Parameter> parameters = List.of();
            if (type.isPresent()) {
                mainType = type.get().type();
                subtype = type.get().subtype();
                parameters = type.get().parameters();
            } else if (!typeSeen && kind == Kind.DIGEST_PART) {
                // RFC 2046 5.1.5
                mainType = "message";
                subtype = "rfc822";
            }
            String transferEncoding =
                    encoding.map(e -> e.toLowerCase(Locale.ROOT)).orElse("7bit");
            // RFC 2045 6.4: what has structure is not encoded as a whole.
            boolean readable = switch (transferEncoding) {
                case "base64", "quoted-printable" -> false;
                default -> true;
            };
            byte[] boundary = NO_BOUNDARY;
            boolean message = false;
            if (mainType.equals("multipart")) {
                boundary = readable ? boundary(parameters) : NO_BOUNDARY;
                if (boundary.length == 0) {
                    mainType = readable ? "text" : "application";
                    subtype = readable ? "plain" : "octet-stream";
                }
            } else if (mainType.equals("message") && (subtype.equals("rfc822") || subtype.equals("global"))) {
                // RFC 2046 5.2.1
                message = readable;
                if (!readable) {
                    mainType = "application";
                    subtype = "octet-stream";
                }
            }
            return new EntityHeader(
                    mainType,
                    subtype,
                    parameters,
                    id,
                    description,
                    transferEncoding,
                    md5,
                    disposition,
                    languages,
                    location,
                    boundary,
                    message,
                    envelope);
        }

        private static byte[] boundary(List<BodyPart.Parameter> parameters) {
            String boundary = BodyPart.Parameter.find(parameters, "boundary")
                    .map(String::stripTrailing)
                    .orElse("");
            return boundary.length() > MAX_BOUNDARY_OCTETS
                    ? NO_BOUNDARY
                    : boundary.getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
