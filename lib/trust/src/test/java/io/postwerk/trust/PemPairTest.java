package io.postwerk.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemPairTest {
    @TempDir
    private Path folder;

    private PemPair pair(String name) throws Exception {
        return CertificateAuthority.loadOrCreate(folder, "test", Clock.systemUTC())
                .keep(Optional.empty(), CertificateRequest.server(name, List.of(name), Duration.ofDays(90)));
    }

    @Test
    void isUsableAsAWholeOnly() throws Exception {
        PemPair good = pair("mx.example.org");
        assertThat(good.unusable()).isEmpty();
        assertThat(new PemPair(good.certificates(), pair("other.example.org").key()).unusable())
                .contains("the key is not that of the certificate");
        assertThat(new PemPair("", good.key()).unusable()).isPresent();
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            String chain = good.certificates().strip();
            String key = good.key().strip();
            // Without the end of its last line no block is whole.
            assertThat(new PemPair(chain.substring(0, random.nextInt(chain.length() - 30)), good.key()).unusable())
                    .isPresent();
            assertThat(new PemPair(good.certificates(), key.substring(0, random.nextInt(key.length() - 30))).unusable())
                    .isPresent();
        }
    }
}
