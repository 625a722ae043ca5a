package io.postwerk.smtp;

import io.postwerk.mail.EmailAddress;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * A command as it goes over the wire (RFC 5321 4.1.1). {@link SmtpCommandParser} reads it from octets,
 * {@link SmtpCommandWriter} writes it.
 */
public sealed interface SmtpCommand {

    /** HELO (RFC 5321 4.1.1.1). */
    record Helo(HelloName name) implements SmtpCommand {}

    /** EHLO (RFC 5321 4.1.1.1). */
    record Ehlo(HelloName name) implements SmtpCommand {}

    /** LHLO (RFC 2033 4.1). */
    record Lhlo(HelloName name) implements SmtpCommand {}

    /** MAIL (RFC 5321 4.1.1.2). */
    record Mail(ReversePath reversePath, EsmtpParameters parameters) implements SmtpCommand {}

    /** RCPT (RFC 5321 4.1.1.3). */
    record Rcpt(ForwardPath forwardPath, EsmtpParameters parameters) implements SmtpCommand {
        /** RCPT to an address. */
        public static Rcpt to(EmailAddress address, EsmtpParameters parameters) {
            return new Rcpt(new ForwardPath.Mailbox(address), parameters);
        }
    }

    /** DATA (RFC 5321 4.1.1.4). */
    record Data() implements SmtpCommand {}

    /** RSET (RFC 5321 4.1.1.5). */
    record Rset() implements SmtpCommand {}

    /** NOOP (RFC 5321 4.1.1.9); its argument is dropped. */
    record Noop() implements SmtpCommand {}

    /** VRFY (RFC 5321 4.1.1.6). */
    record Vrfy(String argument) implements SmtpCommand {}

    /** EXPN (RFC 5321 4.1.1.7). */
    record Expn(String argument) implements SmtpCommand {}

    /** HELP (RFC 5321 4.1.1.8); its argument is dropped. */
    record Help() implements SmtpCommand {}

    /** QUIT (RFC 5321 4.1.1.10). */
    record Quit() implements SmtpCommand {}

    /** STARTTLS (RFC 3207 4). */
    record StartTls() implements SmtpCommand {}

    /**
     * AUTH (RFC 4954 4). Its text form hides the initial response, which may hold a password.
     *
     * @param mechanism in upper case
     * @param initialResponse decoded; present and empty for {@code =}
     */
    record Auth(String mechanism, Optional<byte[]> initialResponse) implements SmtpCommand {
        @Override
        public boolean equals(Object other) {
            return other instanceof Auth that
                    && mechanism.equals(that.mechanism)
                    && initialResponse.isPresent() == that.initialResponse.isPresent()
                    && Arrays.equals(initialResponse.orElse(new byte[0]), that.initialResponse.orElse(new byte[0]));
        }

        @Override
        public int hashCode() {
            return Objects.hash(mechanism, Arrays.hashCode(initialResponse.orElse(new byte[0])));
        }

        @Override
        public String toString() {
            return "Auth[" + mechanism + (initialResponse.isPresent() ? ", initial response hidden]" : "]");
        }
    }
}
