package io.postwerk.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNameTest {
    @ParameterizedTest
    @CsvSource({
        "example.org, example.org",
        "EXAMPLE.Org, example.org",
        "example.org., example.org",
        "localhost, localhost",
        "a-b.c--d.x1, a-b.c--d.x1",
        "1and1.example, 1and1.example",
        "bücher.example, xn--bcher-kva.example",
        "BÜCHER.example, xn--bcher-kva.example",
        "bu\u0308cher.example, xn--bcher-kva.example",
        "XN--BCHER-KVA.example, xn--bcher-kva.example",
        "bücher\u3002example, xn--bcher-kva.example",
        "ｅｘａｍｐｌｅ.org, example.org",
        "straße.example, xn--strae-oqa.example",
        "STRAẞE.example, xn--strae-oqa.example",
        "βόλος.com, xn--nxasmm1c.com",
        "ΒΌΛΟΣ.com, xn--nxasmq6b.com",
        "例え.テスト, xn--r8jz45g.xn--zckzah",
        "пример.испытание, xn--e1afmkfd.xn--80akhbyknj4f",
        "☃.net, xn--n3h.net",
        "mañ\u00ADana.com, xn--maana-pta.com",
        "xn--zz-not-punycode-000000.example, xn--zz-not-punycode-000000.example",
    })
    void hasOneCanonicalSpelling(String text, String ascii) throws AddressException {
        if (ascii == null) {
            assertThat(DomainName.tryParse(text)).isEmpty();
            return;
        }
        DomainName domain = DomainName.parse(text);
        assertThat(domain.ascii()).isEqualTo(ascii);
        assertThat(DomainName.parse(domain.unicode())).isEqualTo(domain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                ".org",
                "example..org",
                "example.org..",
                "-a.org",
                "a-.org",
                "a.-",
                "a_b.org",
                "a b.org",
                " example.org",
                "example.org ",
                "a\tb",
                "a\u0000b.org",
                "a\nb",
                "127.0.0.1",
                "example.123",
                "[127.0.0.1]",
                "a@b",
                "a/b",
                "a,b",
                "ex\u200Dample.org",
                "\u0301a.org",
                "-ü.org",
                "xn--ü.org",
                "\u2028.org",
                "a\uD800.org",
                "ü\u3002\u3002org"
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> DomainName.parse(text)).isInstanceOf(AddressException.class);
        assertThat(DomainName.tryParse(text)).isEmpty();
    }

    @Test
    void limitsLabelsTo63OctetsAndNamesTo253() throws AddressException {
        String label = "a".repeat(63);
        assertThat(DomainName.parse(label + ".org").ascii()).hasSize(67);
        assertThat(DomainName.tryParse(label + "a.org")).isEmpty();
        String longest = label + "." + label + "." + label + "." + "b".repeat(61);
        assertThat(DomainName.parse(longest).ascii()).hasSize(253);
        assertThat(DomainName.parse(longest + ".").ascii()).hasSize(253);
        // RFC 5321 4.5.3.1.2
        assertThat(DomainName.tryParse(longest + "b")).isEmpty();
        assertThat(DomainName.tryParse("ü".repeat(60) + ".org")).isEmpty();
        assertThat(DomainName.tryParse("ü".repeat(100_000))).isEmpty();
    }

    @Test
    void showsUnicodeOnlyForLabelsThatMeanIt() throws AddressException {
        assertThat(DomainName.parse("xn--bcher-kva.example").unicode()).isEqualTo("bücher.example");
        // An A-label for an upper-case letter is none.
        assertThat(DomainName.parse("xn--bcher-2pa.example").unicode()).isEqualTo("xn--bcher-2pa.example");
    }

    @Test
    void constructorTakesCanonicalNamesOnly() {
        assertThatThrownBy(() -> new DomainName("Example.org")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DomainName("bücher.example")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DomainName("a..b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsWhatLiesWithinIt() {
        DomainName org = new DomainName("example.org");
        assertThat(new DomainName("example.org").isWithin(org)).isTrue();
        assertThat(new DomainName("mx.example.org").isWithin(org)).isTrue();
        assertThat(new DomainName("badexample.org").isWithin(org)).isFalse();
        assertThat(new DomainName("org").isWithin(org)).isFalse();
    }

    @Test
    void whateverIsAcceptedIsStable() throws AddressException {
        Random random = new Random(7);
        String alphabet = "abcXYZ019-.ßüÜςσΣßẞ\u0301\u00ADéı例ÀＡ。\u05D0\u0130ﬁ\u212A";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            var parsed = DomainName.tryParse(text.toString());
            if (parsed.isPresent()) {
                DomainName domain = parsed.get();
                assertThat(DomainName.parse(domain.ascii())).isEqualTo(domain);
                assertThat(DomainName.parse(domain.unicode()))
                        .as("%s shown as %s", domain, domain.unicode())
                        .isEqualTo(domain);
            }
        }
    }
}
