package io.postwerk.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.mail.EmailAddress;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5321 4.2, RFC 3463 2, RFC 2034 3. */
class ReplyTest {
    /** Every reply of the catalogue, made with some argument where it needs one. */
    static List<SmtpReply> catalogue() {
        List<SmtpReply> all = new ArrayList<>();
        for (Class<?> part : List.of(Replies.class, Replies.Auth.class)) {
            for (Method method : part.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers()) && method.getReturnType() == SmtpReply.class) {
                    all.add(call(method));
                }
            }
            for (Field field : part.getFields()) {
                all.add(get(field));
            }
        }
        return all;
    }

    private static SmtpReply get(Field field) {
        try {
            return (SmtpReply) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(field.getName(), e);
        }
    }

    private static SmtpReply call(Method method) {
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(type -> {
                    if (type == String.class) {
                        return "word\r\n250 injected \u00fc";
                    } else if (type == EmailAddress.class) {
                        return EmailAddress.tryParse("alice@example.org").orElseThrow();
                    } else if (type == int.class) {
                        return 550;
                    } else if (type == EnhancedCode.class) {
                        return new EnhancedCode(5, 1, 1);
                    } else if (type == List.class) {
                        return List.of("one", "two");
                    } else {
                        return type.getEnumConstants()[0];
                    }
                })
                .toArray();
        try {
            return (SmtpReply) method.invoke(null, arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(method.getName(), e);
        }
    }

    @ParameterizedTest
    @MethodSource("catalogue")
    void everyReplyIsConsistent(SmtpReply reply) {
        // RFC 2034 3: class and first digit say the same; no enhanced code in 3xx
        reply.enhanced().ifPresent(code -> assertThat(code.category()).isEqualTo(reply.code() / 100));
        assertThat(reply.enhanced().isPresent() && reply.isIntermediate()).isFalse();
        if (reply.isTransient() || reply.isPermanent()) {
            assertThat(reply.enhanced()).isPresent();
        }
        // RFC 5321 4.5.3.1.5
        for (String line : text(reply.encode()).split("\r\n")) {
            assertThat(line.length() + 2).isLessThanOrEqualTo(512);
            assertThat(line).matches(reply.code() + "[ -][ -~]*");
        }
        assertThat(parse(reply.encode())).isEqualTo(reply);
    }

    @Test
    void cutsLongTexts() {
        SmtpReply reply = Replies.unknownParameter("X".repeat(2000));
        assertThat(reply.encode()).hasSizeLessThanOrEqualTo(512);
    }

    @Test
    void putsTheEnhancedCodeInFrontOfEachLine() {
        SmtpReply reply = new SmtpReply(550, Optional.of(new EnhancedCode(5, 1, 1)), List.of("one", "two"));
        assertThat(text(reply.encode())).isEqualTo("550-5.1.1 one\r\n550 5.1.1 two\r\n");
        assertThat(reply).hasToString("550 5.1.1 one two");
    }

    @Test
    void keepsTheSpaceBeforeAnEmptyText() {
        // RFC 4954 4: "334 " and an empty challenge
        assertThat(text(Replies.Auth.challenge("").encode())).isEqualTo("334 \r\n");
    }

    @Test
    void readsForeignReplies() {
        assertThat(parse("250\r\n")).satisfies(reply -> {
            assertThat(reply.code()).isEqualTo(250);
            assertThat(reply.text()).isEmpty();
        });
        assertThat(parse("250-mx.example.org\r\n250-SIZE 100\r\n250 8BITMIME\r\n")
                        .lines())
                .containsExactly("mx.example.org", "SIZE 100", "8BITMIME");
        assertThat(parse("550 5.1.1\r\n").enhanced()).contains(new EnhancedCode(5, 1, 1));
        assertThat(parse("550-5.7.26 This mail\r\n550-5.7.26 is not wanted\r\n550 see there\r\n"))
                .hasToString("550 5.7.26 This mail is not wanted see there");
        // an enhanced code of another class is text
        assertThat(parse("250 5.1.1 is a number\r\n").enhanced()).isEmpty();
        assertThat(parse("421 caf\u00e9\r\n").text()).isEqualTo("caf?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "25", "2500", "250_", "abc", "150 x", "650 x", "270 x", "199", " 250", "250-a\r\n251 b"})
    void knowsWhatIsNoReply(String lines) {
        ReplyParser parser = new ReplyParser();
        ReplyParser.Step last = new ReplyParser.Step.More();
        for (String line : lines.split("\r\n")) {
            last = parser.add(line.getBytes(StandardCharsets.ISO_8859_1));
        }
        assertThat(last).isInstanceOf(ReplyParser.Step.Malformed.class);
    }

    @Test
    void endsAnEndlessReply() {
        ReplyParser parser = new ReplyParser();
        ReplyParser.Step step = new ReplyParser.Step.More();
        for (int i = 0; i < 1000 && step instanceof ReplyParser.Step.More; i++) {
            step = parser.add("250-more".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(step).isInstanceOf(ReplyParser.Step.Malformed.class);
    }

    @Test
    void neverFails() {
        Random random = new Random(42);
        for (int i = 0; i < 50_000; i++) {
            byte[] line = "550-5.1.1 no".getBytes(StandardCharsets.US_ASCII);
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                line[random.nextInt(line.length)] = (byte) random.nextInt(256);
            }
            ReplyParser parser = new ReplyParser();
            parser.add(Arrays.copyOf(line, random.nextInt(line.length + 1)));
            parser.add("550 end".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0.0", "5.7.999", "4.0.10"})
    void readsEnhancedCodes(String text) {
        assertThat(EnhancedCode.tryParse(text).orElseThrow()).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3.0.0",
                "1.0.0",
                "5.1",
                "5.1.1.1",
                "5.01.1",
                "5.1.01",
                "5.1000.1",
                "5.1.1000",
                "5.1.1 ",
                "x.1.1"
            })
    void refusesEnhancedCodes(String text) {
        assertThat(EnhancedCode.tryParse(text)).isEmpty();
    }

    @Test
    void hasNoRepliesOutsideTheProtocol() {
        assertThatThrownBy(() -> new SmtpReply(100, Optional.empty(), List.of("x")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SmtpReply(250, Optional.empty(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EnhancedCode(3, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static SmtpReply parse(String lines) {
        return parse(lines.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static SmtpReply parse(byte[] wire) {
        ReplyParser parser = new ReplyParser();
        String[] lines = text(wire).split("\r\n", -1);
        for (int i = 0; i < lines.length - 2; i++) {
            assertThat(parser.add(lines[i].getBytes(StandardCharsets.ISO_8859_1)))
                    .isInstanceOf(ReplyParser.Step.More.class);
        }
        byte[] last = lines[lines.length - 2].getBytes(StandardCharsets.ISO_8859_1);
        return ((ReplyParser.Step.Done) parser.add(last)).reply();
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
