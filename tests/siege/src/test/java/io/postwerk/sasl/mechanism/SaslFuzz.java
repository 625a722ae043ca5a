package io.postwerk.sasl.mechanism;

import io.postwerk.password.ScramHash;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.NextStep;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.UserLookup;
import io.postwerk.tests.siege.fuzz.Lines;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What clients say in SASL exchanges of every mechanism, and what a server says to our client's SCRAM: a line each. */
public final class SaslFuzz {
    private static final CredentialSource NOBODY = userName -> new UserLookup.Unknown();
    private static final TokenCheck NO_TOKENS = new TokenCheck() {
        @Override
        public Answer check(String token) {
            return new Answer.Invalid();
        }

        @Override
        public Optional<String> configurationAddress() {
            return Optional.empty();
        }
    };
    private static final PasswordCheck NO_PASSWORDS =
            (question, then) -> then.apply(new PasswordCheck.Answer.Refused(FailureReason.CREDENTIALS));
    private static final List<Mechanism> MECHANISMS = List.of(
            new PlainMechanism(NO_PASSWORDS),
            new LoginMechanism(NO_PASSWORDS),
            ScramMechanism.of(
                    ScramHash.SHA_256, NOBODY, () -> new Decoys(new byte[] {1, 2, 3}, 16, 4096), () -> new byte[18]),
            ScramMechanism.plus(
                    ScramHash.SHA_1, NOBODY, () -> new Decoys(new byte[] {1, 2, 3}, 16, 4096), () -> new byte[18]),
            OAuthMechanism.bearer(NO_TOKENS, NOBODY),
            OAuthMechanism.xoauth2(NO_TOKENS, NOBODY));

    private SaslFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) throws Exception {
        List<byte[]> lines = Lines.of(octets);
        for (Mechanism mechanism : MECHANISMS) server(mechanism, lines.iterator());
        for (byte[] line : lines) {
            // More iterations than a client goes along with would only cost time here.
            if (!new String(line, StandardCharsets.ISO_8859_1).matches("(?s).*i=\\d{5,}.*")) {
                ScramClient client = new ScramClient("alice", "wonderland", "fyko+d2lbbFgONRv9qkxdawL");
                client.answer(line);
                client.accepts(line);
            }
        }
    }

    private static void server(Mechanism mechanism, Iterator<byte[]> responses) {
        Mechanism.Exchange exchange = mechanism.open(Mechanism.Facts.of("imap"));
        NextStep step = exchange.start(responses.hasNext() ? Optional.of(responses.next()) : Optional.empty());
        while (step.done() instanceof SaslStep.Challenge && responses.hasNext()) {
            step = exchange.respond(responses.next());
        }
    }
}
