package io.postwerk.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.junit.jupiter.api.Test;

/** Well-formed messages are seen as another MIME parser sees them. */
class MimeOracleTest {
    @Test
    void agreesWithMime4jOnWellFormedMessages() throws IOException, MimeException {
        Random random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            byte[] octets = entity(random, 0, new int[1]).getBytes(StandardCharsets.ISO_8859_1);
            MessageSource message = MessageSource.of(octets);
            StringBuilder ours = new StringBuilder();
            dump(MessageSummary.of(message).body(), message, ours);
            assertThat(ours.toString()).isEqualTo(oracle(octets));
        }
    }

    private static String entity(Random random, int depth, int[] counter) {
        int kind = random.nextInt(depth > 4 ? 1 : 4);
        StringBuilder out = new StringBuilder("X-Number: " + counter[0]++ + "\r\n");
        switch (kind) {
            case 0, 1 -> {
                out.append("Content-Type: text/")
                        .append(random.nextBoolean() ? "plain" : "html")
                        .append("\r\n\r\n");
                for (int i = random.nextInt(4); i > 0; i--) {
                    out.append("line ").append("-".repeat(random.nextInt(5))).append("\r\n");
                }
                out.append("last");
            }
            case 2 -> out.append("Content-Type: message/rfc822\r\n\r\n").append(entity(random, depth + 1, counter));
            default -> {
                String boundary = "b" + counter[0] + "_" + random.nextInt(1000) + "_";
                out.append("Content-Type: multipart/mixed;\r\n boundary=\"")
                        .append(boundary)
                        .append("\"\r\n\r\n");
                if (random.nextBoolean()) {
                    out.append("preamble\r\n");
                }
                for (int i = random.nextInt(4); i >= 0; i--) {
                    out.append("--")
                            .append(boundary)
                            .append("\r\n")
                            .append(entity(random, depth + 1, counter))
                            .append("\r\n");
                }
                out.append("--").append(boundary).append("--");
                if (random.nextBoolean()) {
                    out.append("\r\nepilogue");
                }
            }
        }
        return out.toString();
    }

    private static void dump(BodyPart part, MessageSource message, StringBuilder out) throws IOException {
        out.append(part.type()).append('/').append(part.subtype()).append('\n');
        switch (part.content()) {
            case BodyPart.Leaf ignored -> {
                byte[] body = message.open(part.octets().offset(), part.octets().length())
                        .readAllBytes();
                out.append(new String(body, StandardCharsets.ISO_8859_1)).append("|\n");
            }
            case BodyPart.Multipart multipart -> {
                for (BodyPart child : multipart.parts()) {
                    dump(child, message, out);
                }
                out.append("end\n");
            }
            case BodyPart.Message within -> {
                dump(within.body(), message, out);
                out.append("end\n");
            }
        }
    }

    private static String oracle(byte[] octets) throws IOException, MimeException {
        StringBuilder out = new StringBuilder();
        int depth = 0;
        MimeTokenStream stream = new MimeTokenStream(MimeConfig.PERMISSIVE);
        stream.parse(new ByteArrayInputStream(octets));
        for (EntityState state = stream.getState(); state != EntityState.T_END_OF_STREAM; state = stream.next()) {
            switch (state) {
                case T_BODY -> {
                    out.append(stream.getBodyDescriptor().getMimeType()).append('\n');
                    out.append(new String(stream.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
                    out.append("|\n");
                }
                case T_START_MULTIPART -> out.append("multipart/mixed\n");
                case T_END_MULTIPART -> out.append("end\n");
                case T_START_MESSAGE -> {
                    if (depth++ > 0) {
                        out.append("message/rfc822\n");
                    }
                }
                case T_END_MESSAGE -> {
                    if (--depth > 0) {
                        out.append("end\n");
                    }
                }
                default -> {}
            }
        }
        return out.toString();
    }
}
