package io.postwerk.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.password.PasswordVerifier.Match;
import io.postwerk.testkit.Peers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordSchemesTest {

    private static final String PASSWORD = "wonderl\u00E4nd 1";

    /** What {@code doveadm pw} 2.3.19 made of "wonderländ 1". */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{SCRAM-SHA-1}4096,pZmsEm7e3cBAIr1xkekl0g==,PCxsUd3AGao0CsdOH7KyZAM34dA=,YHTnD4iVXqeiJRobrFUsoV/q7po=",
                "{SCRAM-SHA-256}4096,Y6YE5tVJsigmzj6XJjREmQ==,AX2Us/zc3mBxNnfBamyYaIgtYeZgot7h4Vb+rNR1ZVc=,"
                        + "hBv+M1YxgLFYRahR+egL/I1DzHxqeHhF6cnNC15y7Gw=",
                "{ARGON2ID}$argon2id$v=19$m=65536,t=3,p=1$PoxUmXtKtL9Y9hKYpk9fRw"
                        + "$O/gKFvia2OULerC4HjLsIOym3/pYbbXUSIj6ACxpNA0",
                "{ARGON2I}$argon2i$v=19$m=32768,t=4,p=1$qjnmtyI3whtT2CvNnmBG0Q$IWyO6BebYr5FrqG4ArXXrgorJMGJuAlHiKsW5E8g/TU",
                "{BLF-CRYPT}$2y$05$/nwkdeEzPejCer4jDnJMiOP8qxZMNPLV8VzsJMFEDlVRdtW.IWcy2",
                "{SHA512-CRYPT}$6$hp7XwtHM9cnj3yEo$AnOtCz9xKQcU1cc70LGsXs1tlOxMwdLZhdKNmGVk1ZQL9PHh.sIGXAwDSreLIkq3OddXRGCXCFmf"
                        + "/7ZE2/C.y1",
                "{SHA256-CRYPT}$5$00ktbvY.8Lrq/SoE$HBA.qxvvzqFC8C/XHZI/UfDr08FPBVR0rOPQaBpRhpC",
                "{SSHA}zUpnuZ1qCUXI51X/POhqlonwda/JXS5r",
                "{SSHA256}dqYh0lmzMKV6H7cV/JIQqbS4TQ3z6AuodVBCGA7+bARoqRUd",
                "{SSHA512}tnm72XoWiAQx95WathkDRdtJGEL7vn+c6EyIzrTOPA1MUwnb+piCPPM6wqgyes7sTIXerLGQpRUxFuJbDEfgc12TZ/s=",
                "{PBKDF2}$1$o/tv93h7BI8Igntr$5000$b84289659e7884e9e84bf92eb25d4c32c73ccf89",
                "{CRYPT}$2y$05$n8tBClCBKR7DJpyeYj8..e6ql/IXMYc7y8.NchDbuZSOJsCf3wBTu",
                "$2y$05$n8tBClCBKR7DJpyeYj8..e6ql/IXMYc7y8.NchDbuZSOJsCf3wBTu",
                "{SSHA.HEX}3d9208bbafbc46446eebe7a39a41338852317ff6a4e02669",
                "{ssha256.b64}925uFqc6SXQPlUKPKa4ebA9zsogrxeVbodt3coXLa740dKiz",
            })
    void checksWhatDovecotMade(String text) throws Exception {
        assertThat(match(text, PASSWORD)).isEqualTo(Match.YES);
        assertThat(match(text, "wonderland 1")).isEqualTo(Match.NO);
        assertThat(match(text, "")).isEqualTo(Match.NO);
        assertThat(PasswordSchemes.parse(text).toString()).hasSizeLessThan(30);
    }

    /** Passwords and salts of the examples in "Unix crypt using SHA-256 and SHA-512", as glibc hashes them. */
    @ParameterizedTest
    @CsvSource({
        "$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5, Hello world!",
        "$5$rounds=10000$saltstringsaltst$3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA, Hello world!",
        "$5$rounds=5000$toolongsaltstrin$Un/5jzAHMgOGZ5.mWJpuVolil07guHPvOW8mGRcvxa5, This is just a test",
        "$5$rounds=1400$anotherlongsalts$Rx.j8H.h8HjEDGomFU8bDkXm3XIUnzyxf12oP84Bnq1,"
                + " a very much longer text to encrypt.  This one even stretches over morethan one line.",
        "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1,"
                + " Hello world!",
        "$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.,"
                + " Hello world!",
        "$6$rounds=1000$roundstoolow$kUMsbe306n21p9R.FRkW3IGn.S9NPN0x50YhH1xhLsPuWGsUSklZt58jaTfF4ZEQpyUNGc0dqbpBYYBaHHrsX.,"
                + " the minimum number is still observed",
        "$6$rounds=77777$short$WuQyW2YR.hBNpjjRhpYD/ifIw05xdfeEyQoMxIXbkvr0gge1a1x3yRULJ5CCaUeOxFmtlcGZelFl5CxtgfiAc0,"
                + " we have a short salt string but not a short password",
    })
    void checksTheExamplesOfShaCrypt(String text, String password) throws Exception {
        assertThat(match(text, password)).isEqualTo(Match.YES);
    }

    @ParameterizedTest
    @CsvSource({
        "{PLAIN}secret, not accepted",
        "{CLEARTEXT}secret, not accepted",
        "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=, not accepted",
        "{MD5-CRYPT}$1$abc$def, not accepted",
        "{CRAM-MD5}0123, not accepted",
        "secret, no {SCHEME}",
        "'', no {SCHEME}",
        "$1$abc$def, not accepted",
        "{SSHA}, no salt",
        "{SSHA}5en6G6MezRroT3XKqkdPOmY/BfQ=, no salt",
        "{SSHA}!, form",
        "{SSHA.X}AAAA, form",
        "{PBKDF2}$1$salt$2000000000$b84289659e7884e9e84bf92eb25d4c32c73ccf89, iterations",
        "{PBKDF2}$1$salt$99999999999$b84289659e7884e9e84bf92eb25d4c32c73ccf89, form",
        "'{SCRAM-SHA-256}100000000,AAAA,AAAA,AAAA', too many",
        "$6$rounds=999999999$salt$x, no SHA crypt",
        "$5$no-salt$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5, no SHA crypt",
        "$2y$31$/nwkdeEzPejCer4jDnJMiOP8qxZMNPLV8VzsJMFEDlVRdtW.IWcy2, cost",
        "'$argon2id$v=19$m=4194304,t=3,p=1$PoxUmXtKtL9Y9hKYpk9fRw$O/gKFvia2OULerC4HjLsIOym3/pYbbXUSIj6ACxpNA0', allowed",
        "'$argon2id$v=19$m=65536,t=3000,p=1$PoxUmXtKtL9Y9hKYpk9fRw$O/gKFvia2OULerC4HjLsIOym3/pYbbXUSIj6ACxpNA0', allowed",
        "'$argon2id$v=19$m=4,t=1,p=1$PoxUmXtKtL9Y9hKYpk9fRw$O/gKFvia2OULerC4HjLsIOym3/pYbbXUSIj6ACxpNA0', form",
        "'$argon2id$v=16$m=64,t=1,p=1$PoxUmXtKtL9Y9hKYpk9fRw$O/gKFvia2OULerC4HjLsIOym3/pYbbXUSIj6ACxpNA0', version 19",
    })
    void refusesWhatIsNoSaltedHashOrCostsTooMuch(String text, String reason) {
        assertThatThrownBy(() -> PasswordSchemes.parse(text))
                .isInstanceOf(UnusableVerifierException.class)
                .hasMessageContaining(reason)
                .satisfies(e -> assertThat(text.length() > 10 && e.getMessage().contains(text.substring(9)))
                        .isFalse());
    }

    @Test
    void refusesAbsurdShaCryptRounds() {
        String hash = "x".repeat(86);
        assertThatThrownBy(() -> PasswordSchemes.parse("$6$rounds=999999999$salt$" + hash))
                .hasMessageContaining("rounds");
        assertThatThrownBy(() -> PasswordSchemes.parse("$6$" + "x".repeat(2000)))
                .hasMessageContaining("longer");
    }

    /** What the Dovecot of this machine makes is accepted, password by password. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SCRAM-SHA-1",
                "SCRAM-SHA-256",
                "ARGON2ID",
                "BLF-CRYPT",
                "SHA512-CRYPT",
                "SHA256-CRYPT",
                "SSHA",
                "SSHA256",
                "SSHA512",
                "PBKDF2",
                "CRYPT",
            })
    void checksWhatTheDovecotHereMakes(String scheme) throws Exception {
        String doveadm = Peers.program("doveadm").toString();
        for (String password : new String[] {"a", "secret with spaces", "p\u00E4ssw\u00F6rter".repeat(6)}) {
            Process process = new ProcessBuilder(doveadm, "-O", "pw", "-s", scheme, "-p", password).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(match(text, password)).as(text).isEqualTo(Match.YES);
            assertThat(match(text, "x" + password)).isEqualTo(Match.NO);
        }
    }

    private static Match match(String text, String password) throws UnusableVerifierException, SaslPrepException {
        return PasswordSchemes.parse(text).match(TypedPassword.of(password));
    }
}
