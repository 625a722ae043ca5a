package io.postwerk.mail;

import static org.assertj.core.api.Assertions.assertThat;

/** Records of summaries, damaged: refused as that. */
public final class SummaryRecordFuzz {
    private SummaryRecordFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        try {
            MessageSummary.decode(octets).encode();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageMatching("(record|message summary) .*");
        }
    }
}
