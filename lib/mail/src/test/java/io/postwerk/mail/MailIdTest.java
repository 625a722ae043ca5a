package io.postwerk.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailIdTest {
    @Test
    void roundTripsAndSortsAsItsOctets() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            MailId a = MailId.compose(random.nextLong(1L << 48), random.nextLong(1L << 40), random.nextInt());
            MailId b = MailId.compose(random.nextLong(1L << 48), random.nextLong(1L << 40), random.nextInt());
            assertThat(MailId.fromBytes(a.toBytes())).isEqualTo(a);
            assertThat(new MailId(a.value())).isEqualTo(a);
            assertThat(Integer.signum(a.compareTo(b)))
                    .isEqualTo(Integer.signum(Arrays.compareUnsigned(a.toBytes(), b.toBytes())));
        }
    }

    @Test
    void isNewEachTime() {
        Set<MailId> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(MailId.create(1_000));
        }
        assertThat(ids).hasSize(10_000);
    }

    @Test
    void namesEachDelivery() {
        MailId id = MailId.compose(0, 0, 1);
        assertThat(id.deliveryId(12)).isEqualTo("000000000000000000000001.12");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00000000000000000000000",
                "0000000000000000000000000",
                "00000000000000000000000w",
                "A0000000000000000000000 "
            })
    void refusesOtherText(String text) {
        assertThatThrownBy(() -> new MailId(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isKnownFromItsDeliveryIds() {
        MailId id = MailId.create(1_700_000_000_000L);
        assertThat(MailId.ofDelivery(id.deliveryId(0))).contains(id);
        assertThat(MailId.ofDelivery(id.deliveryId(4711))).contains(id);
        assertThat(MailId.ofDelivery(id.value())).isEmpty();
        assertThat(MailId.ofDelivery("m1.0")).isEmpty();
        assertThat(MailId.ofDelivery("w" + id.value().substring(1) + ".0")).isEmpty();
    }
}
