package io.postwerk.mail;

import java.util.List;
import java.util.Optional;

/**
 * A body part with all that BODYSTRUCTURE tells of it (RFC 3501 section 7.4.2), and where it lies. Strings are octets as
 * {@link MessageSummary} says.
 *
 * @param type media type, lower case, such as {@code text}
 * @param subtype media subtype, lower case
 * @param parameters of the media type; RFC 2231 continuations and encodings are not decoded
 * @param id Content-ID
 * @param description Content-Description
 * @param encoding Content-Transfer-Encoding, lower case; {@code 7bit} if there is none
 * @param md5 Content-MD5
 * @param disposition Content-Disposition
 * @param languages Content-Language
 * @param location Content-Location
 * @param header where its header is, the empty line after it included. For the part of a message this is the message's
 *     header
 * @param octets where its body is, still encoded
 * @param lines how many line ends its body has
 * @param content what is inside
 */
public record BodyPart(
        String type,
        String subtype,
        List<Parameter> parameters,
        Optional<String> id,
        Optional<String> description,
        String encoding,
        Optional<String> md5,
        Optional<Disposition> disposition,
        List<String> languages,
        Optional<String> location,
        Range header,
        Range octets,
        long lines,
        Content content) {
    public BodyPart {
        parameters = List.copyOf(parameters);
        languages = List.copyOf(languages);
    }

    public boolean is(String otherType, String otherSubtype) {
        return type.equalsIgnoreCase(otherType) && subtype.equalsIgnoreCase(otherSubtype);
    }

    /** The value of the first parameter of this name, in any case. */
    public Optional<String> parameter(String name) {
        return Parameter.find(parameters, name);
    }

    /** What a part consists of. */
    public sealed interface Content {}

    /** Content without structure: text, images, and everything beyond the limits of the parser. */
    public record Leaf() implements Content {}

    /** multipart/*, with at least one part. */
    public record Multipart(List<BodyPart> parts) implements Content {
        public Multipart {
            parts = List.copyOf(parts);
        }
    }

    /** message/rfc822 (or message/global): the message within; its header and body lie inside this part's octets. */
    public record Message(Envelope envelope, BodyPart body) implements Content {}

    /** Content-Disposition (RFC 2183); the type in lower case. */
    public record Disposition(String type, List<Parameter> parameters) {
        public Disposition {
            parameters = List.copyOf(parameters);
        }

        public Optional<String> parameter(String name) {
            return Parameter.find(parameters, name);
        }
    }

    /** A parameter; the name in lower case, the value unquoted. */
    public record Parameter(String name, String value) {
        static Optional<String> find(List<Parameter> parameters, String name) {
            return parameters.stream()
                    .filter(p -> p.name().equalsIgnoreCase(name))
                    .map(Parameter::value)
                    .findFirst();
        }
    }

    /** Octets of the message, counted from its beginning. */
    public record Range(long offset, long length) {
        public long end() {
            return offset + length;
        }
    }
}
