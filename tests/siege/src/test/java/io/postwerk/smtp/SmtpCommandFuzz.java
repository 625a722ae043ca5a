package io.postwerk.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.tests.siege.fuzz.Lines;

/** Lines of SMTP and LMTP clients. */
public final class SmtpCommandFuzz {
    private SmtpCommandFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        for (byte[] line : Lines.of(octets)) {
            if (SmtpCommandParser.parse(line) instanceof SmtpCommandParser.Line.Valid(var verb, var command)) {
                assertThat(verb).isNotNull();
                // What our client would write is one line.
                if (sent(verb)) assertThat(SmtpCommandWriter.write(command)).matches("[^\\r\\n]*\\r\\n");
            }
        }
    }

    private static boolean sent(SmtpVerb verb) {
        return switch (verb) {
            case MAIL, RCPT, EHLO, HELO, LHLO -> true;
            default -> false;
        };
    }
}
