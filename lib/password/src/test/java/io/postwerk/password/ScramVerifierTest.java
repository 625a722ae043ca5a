package io.postwerk.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramVerifierTest {

    private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");

    /** The exchange of RFC 7677 3. */
    private static final byte[] AUTH_MESSAGE = ("n=user,r=rOprNGfwEbeRWgbNEkqO,"
                    + "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
                    + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0")
            .getBytes(StandardCharsets.US_ASCII);

    private static final byte[] PROOF = Base64.getDecoder().decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");

    private final ScramVerifier pencil = verifier("pencil");

    private static ScramVerifier verifier(String password) {
        try {
            return ScramVerifier.create(password, SALT, 4096);
        } catch (SaslPrepException e) {
            throw new AssertionError(e);
        }
    }

    /** RFC 7677 3. */
    @Test
    void checksTheProofOfTheRfcsExample() {
        assertThat(pencil.verifyProof(AUTH_MESSAGE, PROOF)).isTrue();
        assertThat(Base64.getEncoder().encodeToString(pencil.serverSignature(AUTH_MESSAGE)))
                .isEqualTo("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    @Test
    void refusesAnyOtherProof() {
        for (int bit = 0; bit < 256; bit++) {
            byte[] proof = PROOF.clone();
            proof[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(pencil.verifyProof(AUTH_MESSAGE, proof)).isFalse();
        }
        assertThat(pencil.verifyProof(AUTH_MESSAGE, new byte[0])).isFalse();
        assertThat(pencil.verifyProof(AUTH_MESSAGE, new byte[33])).isFalse();
        assertThat(verifier("pencils").verifyProof(AUTH_MESSAGE, PROOF)).isFalse();
    }

    /** Hi() of RFC 5802 2.2 gives the same for the same password. */
    @Test
    void checksAPlainPassword() {
        assertThat(pencil.verify("pencil")).isTrue();
        assertThat(pencil.verify("pen\u00ADcil")).as("prepared").isTrue();
        assertThat(pencil.verify("Pencil")).isFalse();
        assertThat(pencil.verify("")).isFalse();
        assertThat(pencil.verify("pencil\u0007")).isFalse();
        assertThat(verifier("p\u00E9ncil").verify("pe\u0301ncil"))
                .as("normalized")
                .isTrue();
    }

    @Test
    void isWrittenAndReadAsDovecotDoes() {
        String text = pencil.encode();
        assertThat(text)
                .isEqualTo("{SCRAM-SHA-256}4096,W22ZaJ0SNY7soEsUEjb6gQ==,"
                        + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=,"
                        + "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");
        assertThat(ScramVerifier.decode(text)).contains(pencil);
        assertThat(ScramVerifier.decode("{scram-sha-256}" + text.substring(15))).contains(pencil);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{SCRAM-SHA-256}",
                "{PLAIN}pencil",
                "{SCRAM-SHA-1}4096,c2FsdA==,QUJD,QUJD",
                "{SCRAM-SHA-256}4096,c2FsdA==,QUJD,QUJD",
                "{SCRAM-SHA-256}1,c2FsdA==,WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=,wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
                "{SCRAM-SHA-256}x,c2FsdA==,WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=,wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
                "{SCRAM-SHA-256}4096,,WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=,wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
                "{SCRAM-SHA-256}4096,c2Fs!!==,WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=,wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
                "{SCRAM-SHA-256}4096,c2FsdA==,WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=",
                "{SCRAM-SHA-256}4096,c2FsdA==,WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=,wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=,",
            })
    void readsNothingElse(String text) {
        assertThat(ScramVerifier.decode(text)).isEmpty();
    }

    /** RFC 7677 4: at least 4096 iterations. */
    @Test
    void isNotMadeOfAPasswordThatCannotBeTyped() {
        assertThatThrownBy(() -> ScramVerifier.create("", SALT, 4096)).isInstanceOf(SaslPrepException.class);
        assertThatThrownBy(() -> ScramVerifier.create("\u00AD", SALT, 4096)).isInstanceOf(SaslPrepException.class);
        assertThatThrownBy(() -> ScramVerifier.create("a\u0007", SALT, 4096)).isInstanceOf(SaslPrepException.class);
        assertThatThrownBy(() -> ScramVerifier.create("a", SALT, 4095)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ScramVerifier.create("a", new byte[0], 4096))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void showsNothingInALog() {
        assertThat(pencil.toString()).doesNotContain("WG5d8oPm").doesNotContain("wfPLwcE6");
    }

    @Test
    void cannotBeChangedThroughItsArrays() {
        pencil.salt()[0] ^= 1;
        assertThat(pencil.salt()).isEqualTo(SALT);
    }
}
