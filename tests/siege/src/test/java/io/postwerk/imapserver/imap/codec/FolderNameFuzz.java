package io.postwerk.imapserver.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.store.FolderName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Names of folders on the wire: what is understood is written as it was read. */
public final class FolderNameFuzz {
    private FolderNameFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        String wire = new String(octets, StandardCharsets.ISO_8859_1);
        Optional<String> name = ModifiedUtf7.decode(wire);
        name.ifPresent(text -> {
            assertThat(ModifiedUtf7.decode(ModifiedUtf7.encode(text))).contains(text);
            FolderName.parse(text);
        });
    }
}
