package io.postwerk.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                // as given, local part, shown, canonical
                "alice@example.org|alice|alice@example.org|alice@example.org",
                "Alice@EXAMPLE.org|Alice|Alice@example.org|alice@example.org",
                "\"Alice\"@example.org|Alice|Alice@example.org|alice@example.org",
                "\"\\A\\l\\ice\"@example.org|Alice|Alice@example.org|alice@example.org",
                "a.b+c@example.org|a.b+c|a.b+c@example.org|a.b+c@example.org",
                "user%elsewhere@x.org|user%elsewhere|user%elsewhere@x.org|user%elsewhere@x.org",
                "\"user@elsewhere.test\"@x.org|user@elsewhere.test|\"user@elsewhere.test\"@x.org|\"user@elsewhere.test\"@x.org",
                "\"a b\"@x.org|a b|\"a b\"@x.org|\"a b\"@x.org",
                "\"a..b\"@x.org|a..b|\"a..b\"@x.org|\"a..b\"@x.org",
                "\".a\"@x.org|.a|\".a\"@x.org|\".a\"@x.org",
                "\"a\\\"b\\\\c\"@x.org|a\"b\\c|\"a\\\"b\\\\c\"@x.org|\"a\\\"b\\\\c\"@x.org",
                "!#$%&'*+-/=?^_`{|}~@x.org",
                "JÖRG@BÜCHER.example|JÖRG|JÖRG@xn--bcher-kva.example|jörg@xn--bcher-kva.example",
                "jo\u0308rg@x.org|jo\u0308rg|jo\u0308rg@x.org|jörg@x.org",
                "ΣΑΣ@x.org|ΣΑΣ|ΣΑΣ@x.org|σασ@x.org",
            })
    void readsAndShows(String line) throws AddressException {
        String[] cells = line.split("\\|");
        if (line.startsWith("!#$")) {
            assertThat(EmailAddress.parse(line).localPart()).isEqualTo("!#$%&'*+-/=?^_`{|}~");
            return;
        }
        EmailAddress address = EmailAddress.parse(cells[0]);
        assertThat(address.localPart()).isEqualTo(cells[1]);
        assertThat(address).hasToString(cells[2]);
        assertThat(address.canonical()).isEqualTo(cells[3]);
        assertThat(EmailAddress.parse(address.toString())).isEqualTo(address);
        assertThat(EmailAddress.parse(address.canonical()))
                .isEqualTo(address)
                .hasSameHashCodeAs(address)
                .isEqualByComparingTo(address);
        assertThat(address.toCanonical()).hasToString(cells[3]);
    }

    @Test
    void anEmptyQuotedLocalPartIsOne() throws AddressException {
        assertThat(EmailAddress.parse("\"\"@x.org")).hasToString("\"\"@x.org");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "alice",
                "alice@",
                "@example.org",
                "a@b@example.org",
                "a b@x.org",
                " a@x.org",
                "a@x.org ",
                ".a@x.org",
                "a.@x.org",
                "a..b@x.org",
                "a\u0000@x.org",
                "\"a\u0007\"@x.org",
                "\"a\nb\"@x.org",
                "\"a\\\n\"@x.org",
                "\"a\"",
                "\"a",
                "\"a\\",
                "\"a\"b@x.org",
                "\"a\".b@x.org",
                "b\"a\"@x.org",
                "<a@x.org>",
                "a@[127.0.0.1]",
                "a@x..org",
                "a@-x.org",
                "a,b@x.org",
                "a(c)@x.org",
                "a\u0085b@x.org",
                "a\uD800@x.org",
                "a\u2028@x.org",
                "@a.org:b@x.org",
                "a@127.0.0.1",
                "a\\b@x.org"
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> EmailAddress.parse(text)).isInstanceOf(AddressException.class);
        assertThat(EmailAddress.tryParse(text)).isEmpty();
    }

    @Test
    void limitsOctets() {
        assertThat(EmailAddress.tryParse("a".repeat(64) + "@x.org")).isPresent();
        // RFC 5321 4.5.3.1.1
        assertThat(EmailAddress.tryParse("a".repeat(65) + "@x.org")).isEmpty();
        assertThat(EmailAddress.tryParse("ü".repeat(33) + "@x.org")).isEmpty();
        assertThat(EmailAddress.tryParse("\"" + "a ".repeat(32) + "\"@x.org")).isEmpty();
        String domain = "d".repeat(63) + "." + "d".repeat(63) + "." + "d".repeat(60);
        assertThat(EmailAddress.tryParse("a".repeat(64) + "@" + domain)).isPresent();
        // RFC 5321 4.5.3.1.3
        assertThat(EmailAddress.tryParse("a".repeat(64) + "@" + domain + "d")).isPresent();
        assertThat(EmailAddress.tryParse("a".repeat(64) + "@" + domain + ".dd")).isEmpty();
    }

    @Test
    void differentMailboxesDiffer() throws AddressException {
        assertThat(EmailAddress.parse("a@x.org")).isNotEqualTo(EmailAddress.parse("a@y.org"));
        assertThat(EmailAddress.parse("a@x.org")).isNotEqualTo(EmailAddress.parse("b@x.org"));
    }

    @Test
    void everyLetterFoldsOnce() {
        DomainName domain = new DomainName("x.org");
        for (int c = 0; c <= 0x1FFFF; c++) {
            String content = "a" + new String(Character.toChars(c)) + "b";
            try {
                EmailAddress address = EmailAddress.of(content, domain);
                assertThat(address.toCanonical().canonical()).as("U+%X", c).isEqualTo(address.canonical());
            } catch (AddressException e) {
                assertThat(e).hasMessageContaining("control");
            }
        }
    }

    @Test
    void whateverIsAcceptedIsReadBack() throws AddressException {
        Random random = new Random(11);
        String alphabet = "aB.\"\\@ %\u00FC\u0301()<>,;:x";
        for (int round = 0; round < 50_000; round++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "\"" : "");
            for (int i = random.nextInt(10); i >= 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            text.append(random.nextBoolean() ? "\"@x.org" : "@x.org");
            var parsed = EmailAddress.tryParse(text.toString());
            if (parsed.isPresent()) {
                assertThat(EmailAddress.parse(parsed.get().toString()).localPart())
                        .isEqualTo(parsed.get().localPart());
                assertThat(EmailAddress.parse(parsed.get().canonical())).isEqualTo(parsed.get());
            }
        }
    }
}
