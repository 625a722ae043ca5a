package io.postwerk.imapserver.imap.codec;

import io.postwerk.mail.BodyPart;
import java.util.List;

/** The body structure of RFC 3501 section 7.4.2: BODY without, BODYSTRUCTURE with extension data. */
final class BodyStructureEncoder {
    private final ResponseBuilder out;
    private final boolean extended;

    private BodyStructureEncoder(ResponseBuilder out, boolean extended) {
        this.out = out;
        this.extended = extended;
    }

    static void write(ResponseBuilder out, BodyPart part, boolean extended) {
        new BodyStructureEncoder(out, extended).body(part);
    }

    private void body(BodyPart part) {
        out.raw("(");
        switch (part.content()) {
            case BodyPart.Multipart multipart -> multipart(part, multipart);
            case BodyPart.Message message -> message(part, message);
            case BodyPart.Leaf ignored -> leaf(part);
        }
        out.raw(")");
    }

    /** body-type-mpart. */
    private void multipart(BodyPart part, BodyPart.Multipart multipart) {
        multipart.parts().forEach(this::body);
        out.space().octetString(part.subtype());
        if (extended) {
            out.space();
            parameters(part.parameters());
            dispositionAndLater(part);
        }
    }

    /** body-type-msg. */
    private void message(BodyPart part, BodyPart.Message message) {
        type(part.type(), part.subtype());
        fields(part);
        out.space();
        EnvelopeEncoder.write(out, message.envelope());
        out.space();
        body(message.body());
        out.space().number(part.lines());
        singleExtension(part);
    }

    /** body-type-text and body-type-basic. */
    private void leaf(BodyPart part) {
        if (part.type().equals("multipart") || part.is("message", "rfc822") || part.is("message", "global")) {
            // The grammar requires the structure of such a part; where it is not known, the part is sent as opaque
            // octets
            type("application", "octet-stream");
        } else {
            type(part.type(), part.subtype());
        }
        fields(part);
        if (part.type().equals("text")) {
            out.space().number(part.lines());
        }
        singleExtension(part);
    }

    private void type(String type, String subtype) {
        out.octetString(type).space().octetString(subtype).space();
    }

    /** body-fields. */
    private void fields(BodyPart part) {
        parameters(part.parameters());
        out.space()
                .optionalOctets(part.id())
                .space()
                .optionalOctets(part.description())
                .space()
                .octetString(part.encoding())
                .space()
                .number(part.octets().length());
    }

    /** body-ext-1part. */
    private void singleExtension(BodyPart part) {
        if (extended) {
            out.space().optionalOctets(part.md5());
            dispositionAndLater(part);
        }
    }

    private void dispositionAndLater(BodyPart part) {
        out.space();
        part.disposition()
                .ifPresentOrElse(
                        disposition -> {
                            out.raw("(").octetString(disposition.type()).space();
                            parameters(disposition.parameters());
                            out.raw(")");
                        },
                        out::nil);
        out.space();
        if (part.languages().isEmpty()) {
            out.nil();
        } else {
            out.list(part.languages(), ResponseBuilder::octetString);
        }
        out.space().optionalOctets(part.location());
    }

    /** body-fld-param. */
    private void parameters(List<BodyPart.Parameter> parameters) {
        if (parameters.isEmpty()) {
            out.nil();
        } else {
            out.list(
                    parameters,
                    (to, parameter) -> to.octetString(parameter.name()).space().octetString(parameter.value()));
        }
    }
}
