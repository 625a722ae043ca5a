package io.postwerk.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.tests.siege.fuzz.Lines;
import java.nio.charset.StandardCharsets;

/** Addresses, domains and text of header fields: an address is read again from what it is written as. */
public final class AddressFuzz {
    private AddressFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        for (byte[] line : Lines.of(octets)) {
            String text = new String(line, StandardCharsets.UTF_8);
            EmailAddress.tryParse(text).ifPresent(address -> {
                assertThat(EmailAddress.tryParse(address.toString())).contains(address);
                assertThat(address.canonical()).doesNotContain("\r", "\n");
            });
            DomainName.tryParse(text)
                    .ifPresent(domain ->
                            assertThat(DomainName.tryParse(domain.toString())).contains(domain));
            MailId.ofDelivery(text);
            HeaderText.decode(new String(line, StandardCharsets.ISO_8859_1));
        }
    }
}
