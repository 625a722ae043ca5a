package io.postwerk.smtp;

import io.postwerk.mail.EmailAddress;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * A command line, read (RFC 5321 4.1.1). {@link CommandParser} makes these from octets, {@link CommandWriter} octets
 * from these. A line that breaks the grammar is a command too: {@link Malformed}, with the reply it deserves.
 */
public sealed interface SmtpCommand {

    /** The first word. */
    Verb verb();

    /** HELO (RFC 5321 4.1.1.1). */
    record Helo(HelloName name) implements SmtpCommand {
        @Override
        public Verb verb() {
            return Verb.HELO;
        }
    }

    /** EHLO (RFC 5321 4.1.1.1). */
    record Ehlo(HelloName name) implements SmtpCommand {
        @Override
        public Verb verb() {
            return Verb.EHLO;
        }
    }

    /** LHLO (RFC 2033 4.1). */
    record Lhlo(HelloName name) implements SmtpCommand {
        @Override
        public Verb verb() {
            return Verb.LHLO;
        }
    }

    /** MAIL (RFC 5321 4.1.1.2). */
    record Mail(ReversePath reversePath, EsmtpParameters parameters) implements SmtpCommand {
        @Override
        public Verb verb() {
            return Verb.MAIL;
        }
    }

    /** RCPT (RFC 5321 4.1.1.3). */
    record Rcpt(ForwardPath forwardPath, EsmtpParameters parameters) implements SmtpCommand {
        /** RCPT to an address. */
        public static Rcpt to(EmailAddress address, EsmtpParameters parameters) {
            return new Rcpt(new ForwardPath.Mailbox(address), parameters);
        }

        @Override
        public Verb verb() {
            return Verb.RCPT;
        }
    }

    /** DATA (RFC 5321 4.1.1.4). */
    record Data() implements SmtpCommand {
        @Override
        public Verb verb() {
            return Verb.DATA;
        }
    }

    /** RSET (RFC 5321 4.1.1.5). */
    record Rset() implements SmtpCommand {
        @Override
        public Verb verb() {
            return Verb.RSET;
        }
    }

    /** NOOP (RFC 5321 4.1.1.9); its argument says nothing and is dropped. */
    record Noop() implements SmtpCommand {
        @Override
        public Verb verb() {
            return Verb.NOOP;
        }
    }

    /** VRFY (RFC 5321 4.1.1.6). */
    record Vrfy(String argument) implements SmtpCommand {
        @Override
        public Verb verb() {
            return Verb.VRFY;
        }
    }

    /** EXPN (RFC 5321 4.1.1.7). */
    record Expn(String argument) implements SmtpCommand {
        @Override
        public Verb verb() {
            return Verb.EXPN;
        }
    }

    /** HELP (RFC 5321 4.1.1.8); its argument is dropped. */
    record Help() implements SmtpCommand {
        @Override
        public Verb verb() {
            return Verb.HELP;
        }
    }

    /** QUIT (RFC 5321 4.1.1.10). */
    record Quit() implements SmtpCommand {
        @Override
        public Verb verb() {
            return Verb.QUIT;
        }
    }

    /** STARTTLS (RFC 3207 4). */
    record StartTls() implements SmtpCommand {
        @Override
        public Verb verb() {
            return Verb.STARTTLS;
        }
    }

    /**
     * AUTH (RFC 4954 4). Its text form hides the initial response, which may hold a password.
     *
     * @param mechanism in upper case
     * @param initialResponse decoded; present and empty for {@code =}
     */
    record Auth(String mechanism, Optional<byte[]> initialResponse) implements SmtpCommand {
        @Override
        public Verb verb() {
            return Verb.AUTH;
        }

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

    /** A word that is no command of ours. */
    record Unknown() implements SmtpCommand {
        @Override
        public Verb verb() {
            return Verb.UNKNOWN;
        }
    }

    /**
     * A line whose verb is known and whose rest breaks the grammar.
     *
     * @param reply what to answer, unless the command is out of place anyway
     */
    record Malformed(Verb verb, SmtpReply reply) implements SmtpCommand {}
}
