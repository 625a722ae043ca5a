package io.postwerk.sasl.mechanism;

import io.postwerk.password.SaslPrep;
import io.postwerk.password.SaslPrepException;
import io.postwerk.password.ScramHash;
import io.postwerk.password.ScramVerifier;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.NextStep;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.User;
import io.postwerk.sasl.User.Credential;
import io.postwerk.sasl.UserLookup;
import io.postwerk.sasl.mechanism.ScramAttributes.Malformed;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The server's side of one SCRAM exchange (RFC 5802 3 and 5). Several credentials of a user can be tried at once as long
 * as they share salt and iterations, for only one salt can be told to the client: that of the first.
 */
final class ScramServerExchange implements Mechanism.Exchange {

    private static final int MAX_MESSAGE = 4096;

    private final CredentialSource source;
    private final Supplier<Decoys> decoys;
    private final Variant variant;
    private final String serverNonce;
    private final String service;
    private Optional<String> claimedName = Optional.empty();
    private State state = new AwaitingFirst();

    ScramServerExchange(
            CredentialSource source, Supplier<Decoys> decoys, Variant variant, String serverNonce, String service) {
        this.source = source;
        this.decoys = decoys;
        this.variant = variant;
        this.serverNonce = serverNonce;
        this.service = service;
    }

    /**
     * Which of the SCRAM mechanisms it is.
     *
     * @param plus with channel binding
     * @param bindingOffered whether the client was offered one with channel binding
     */
    record Variant(ScramHash hash, boolean plus, boolean bindingOffered) {}

    /** One of the user's passwords that SCRAM can be spoken with. */
    private record Candidate(ScramVerifier verifier, boolean expired) {}

    private sealed interface State {}

    private record AwaitingFirst() implements State {}

    /** @param signedSoFar client-first-message-bare and server-first-message, joined by a comma */
    private record AwaitingFinal(
            Gs2Header header, String nonce, String signedSoFar, UserLookup user, List<Candidate> candidates)
            implements State {}

    private record Over() implements State {}

    @Override
    public NextStep start(Optional<byte[]> initialResponse) {
        // RFC 5802 5: the client speaks first
        return initialResponse.map(this::respond).orElseGet(() -> new SaslStep.Challenge(new byte[0]));
    }

    @Override
    public NextStep respond(byte[] response) {
        return respond(response, Optional.empty());
    }

    @Override
    public NextStep respond(byte[] response, Optional<byte[]> binding) {
        State current = state;
        state = new Over();
        Optional<String> text = response.length > MAX_MESSAGE ? Optional.empty() : Utf8.decode(response);
        if (text.isEmpty()) {
            return new SaslStep.Failure(FailureReason.MALFORMED);
        }
        try {
            return switch (current) {
                case AwaitingFirst() -> first(text.get());
                case AwaitingFinal awaiting -> last(awaiting, text.get(), binding);
                case Over() -> new SaslStep.Failure(FailureReason.MALFORMED);
            };
        } catch (Malformed e) {
            return new SaslStep.Failure(FailureReason.MALFORMED);
        }
    }

    @Override
    public Optional<String> wantedBinding() {
        return state instanceof AwaitingFinal awaiting ? awaiting.header().bindingType() : Optional.empty();
    }

    @Override
    public Optional<String> claimedName() {
        return claimedName;
    }

    private NextStep first(String message) throws Malformed {
        var attributes = new ScramAttributes(message);
        Gs2Header header = Gs2Header.parse(attributes, message);
        // RFC 5802 6: binding belongs to the -PLUS variant, and to that alone
        if (variant.plus() != (header.binding() == Gs2Header.Binding.REQUIRED)
                || !header.bindingType().map(ChannelBinding::isKnown).orElse(true)) {
            return new SaslStep.Failure(FailureReason.MALFORMED);
        }
        String bare = message.substring(attributes.position());
        if (attributes.nextIs('m')) {
            // RFC 5802 5.1: a mandatory extension that is not understood fails the exchange
            return new SaslStep.Failure(FailureReason.MALFORMED);
        }
        String rawName = ScramAttributes.decodeName(attributes.value('n'))
                .orElseThrow(() -> new Malformed("the user name is not a saslname"));
        String clientNonce = ScramAttributes.checkNonce(attributes.value('r'));
        attributes.skipExtensions();
        claimedName = Optional.of(rawName);
        String name;
        try {
            name = SaslPrep.query(rawName);
        } catch (SaslPrepException e) {
            return new SaslStep.Failure(FailureReason.CREDENTIALS);
        }
        return new NextStep.Work(source.workKind(), () -> challenge(header, bare, clientNonce + serverNonce, name));
    }

    private NextStep challenge(Gs2Header header, String bare, String nonce, String name) {
        UserLookup found = source.find(name);
        if (found instanceof UserLookup.Unavailable) {
            return new SaslStep.Failure(FailureReason.TEMPORARY);
        }
        List<Candidate> candidates = found instanceof UserLookup.Found(User user)
                ? candidates(user.credentials().of(service))
                : List.of();
        ScramVerifier shown = candidates.isEmpty()
                ? decoys.get().verifier(variant.hash(), name)
                : candidates.getFirst().verifier();
        String serverFirst =
                "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(shown.salt()) + ",i=" + shown.iterations();
        if (candidates.isEmpty()) {
            candidates = List.of(new Candidate(shown, false));
        }
        state = new AwaitingFinal(header, nonce, bare + ',' + serverFirst, found, candidates);
        return new SaslStep.Challenge(serverFirst.getBytes(StandardCharsets.UTF_8));
    }

    private List<Candidate> candidates(List<Credential> credentials) {
        var candidates = new ArrayList<Candidate>();
        for (Credential credential : credentials) {
            if (credential.verifier() instanceof ScramVerifier scram
                    && scram.hash() == variant.hash()
                    && (candidates.isEmpty()
                            || scram.sharesSaltWith(candidates.getFirst().verifier()))) {
                candidates.add(new Candidate(scram, credential.expired()));
            }
        }
        return candidates;
    }

    private NextStep last(AwaitingFinal awaiting, String message, Optional<byte[]> bindingData) throws Malformed {
        int proofAt = message.lastIndexOf(",p=");
        if (proofAt < 0) {
            throw new Malformed("there is no proof");
        }
        var attributes = new ScramAttributes(message);
        byte[] binding = attributes.octets('c');
        String nonce = attributes.value('r');
        while (attributes.position() < proofAt) {
            ScramAttributes.checkExtension(attributes.part());
        }
        byte[] proof = attributes.octets('p');
        if (!attributes.atEnd() || proof.length != variant.hash().length()) {
            throw new Malformed("the proof is not the end, or no proof");
        }
        if (variant.plus() && bindingData.isEmpty()) {
            // RFC 5802 6: the server's side of the connection has no such data, so there is nothing to compare with
            return new SaslStep.Failure(FailureReason.CREDENTIALS);
        }
        // RFC 5802 6: what is bound is the GS2 header as it was sent, and the data of the binding after it
        byte[] expected = awaiting.header().bound(variant.plus() ? bindingData.get() : new byte[0]);
        // RFC 5802 6: who could bind and was told that we cannot has somebody between us
        boolean downgraded = awaiting.header().binding() == Gs2Header.Binding.NOT_OFFERED && variant.bindingOffered();
        if (!MessageDigest.isEqual(binding, expected) || !nonce.equals(awaiting.nonce()) || downgraded) {
            return new SaslStep.Failure(FailureReason.CREDENTIALS);
        }
        // RFC 5802 3: AuthMessage
        byte[] signed = (awaiting.signedSoFar() + ',' + message.substring(0, proofAt)).getBytes(StandardCharsets.UTF_8);
        return conclude(awaiting, signed, proof);
    }

    private static NextStep conclude(AwaitingFinal awaiting, byte[] signed, byte[] proof) {
        boolean expired = false;
        for (Candidate candidate : awaiting.candidates()) {
            if (candidate.verifier().verifyProof(signed, proof)
                    && awaiting.user() instanceof UserLookup.Found(User user)) {
                if (candidate.expired()) {
                    expired = true;
                } else {
                    return succeed(user, candidate.verifier(), awaiting.header(), signed);
                }
            }
        }
        return new SaslStep.Failure(expired ? FailureReason.EXPIRED : FailureReason.CREDENTIALS);
    }

    private static NextStep succeed(User user, ScramVerifier verifier, Gs2Header header, byte[] signed) {
        if (user.disabled()) {
            return new SaslStep.Failure(FailureReason.DISABLED);
        }
        if (!Authorization.mayActAs(user, header.authorizationIdentity())) {
            return new SaslStep.Failure(FailureReason.NOT_AUTHORIZED);
        }
        String serverFinal = "v=" + Base64.getEncoder().encodeToString(verifier.serverSignature(signed));
        return new SaslStep.Success(user.identity(), Optional.of(serverFinal.getBytes(StandardCharsets.US_ASCII)));
    }
}
