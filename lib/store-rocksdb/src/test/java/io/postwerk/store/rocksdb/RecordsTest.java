package io.postwerk.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.rocksdb.Database;
import io.postwerk.store.AppendRequest.DeliveryId;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.FolderName;
import io.postwerk.store.QuotaLimits.MailboxUsage;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.UidSet;
import io.postwerk.store.engine.KeywordTable;
import io.postwerk.store.engine.MessageRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is written is read back, up to the greatest numbers there can be. */
class RecordsTest {
    private final Random random = new Random(10);

    private long number(long max) {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> max;
            default -> (random.nextLong() >>> 1) % (max + 1);
        };
    }

    @Test
    void pages() {
        for (int round = 0; round < 500; round++) {
            long number = number(UidSet.MAX_UID / Page.ROWS);
            List<MessageRow> rows = new ArrayList<>();
            Page page = new Page(number);
            for (long uid = Page.firstUid(number); uid <= Page.lastUid(number); uid++) {
                if (random.nextInt(3) > 0) {
                    MessageRow row = new MessageRow(
                            uid,
                            number(Long.MAX_VALUE),
                            random.nextLong(),
                            (int) number(Integer.MAX_VALUE),
                            number(UidSet.MAX_UID),
                            number(Long.MAX_VALUE));
                    rows.add(row);
                    page.add(row);
                }
            }
            assertThat(read(number, page.encoded())).isEqualTo(rows);
            List<MessageRow> changed = rows.stream()
                    .filter(r -> random.nextBoolean())
                    .map(r -> r.withFlags(5, random.nextLong()))
                    .toList();
            page.replace(changed);
            rows.replaceAll(r ->
                    changed.stream().filter(c -> c.uid() == r.uid()).findFirst().orElse(r));
            List<MessageRow> gone =
                    rows.stream().filter(r -> random.nextBoolean()).toList();
            page.remove(gone);
            rows.removeAll(gone);
            assertThat(read(number, page.encoded())).isEqualTo(rows);
            assertThat(page.isEmpty()).isEqualTo(rows.isEmpty());
            assertThat(Page.decode(number, page.encoded()).encoded()).isEqualTo(page.encoded());
        }
        assertThat(Page.of(63)).isZero();
        assertThat(Page.of(64)).isEqualTo(1);
        assertThat(Page.lastUid(Page.of(UidSet.MAX_UID))).isEqualTo(UidSet.MAX_UID);
    }

    private static List<MessageRow> read(long number, byte[] record) {
        List<MessageRow> rows = new ArrayList<>();
        Page.read(number, record, rows::add);
        return rows;
    }

    @Test
    void foldersAndMailboxes() {
        for (int round = 0; round < 500; round++) {
            FolderRecord folder = new FolderRecord(
                    FolderName.parse("Entwürfe/" + round).orElseThrow(),
                    number(UidSet.MAX_UID),
                    number(UidSet.MAX_UID),
                    number(Long.MAX_VALUE),
                    (int) number(Integer.MAX_VALUE),
                    (int) number(Integer.MAX_VALUE),
                    number(Long.MAX_VALUE),
                    number(UidSet.MAX_UID),
                    (int) number(Integer.MAX_VALUE),
                    number(Long.MAX_VALUE),
                    KeywordTable.EMPTY.with(List.of("$a", "b" + round)).orElseThrow());
            assertThat(FolderRecord.decode(folder.encode())).isEqualTo(folder);
            MailboxRecord mailbox = new MailboxRecord(
                    (int) number(Integer.MAX_VALUE),
                    number(Integer.MAX_VALUE),
                    number(UidSet.MAX_UID),
                    new MailboxUsage(number(Long.MAX_VALUE), number(Long.MAX_VALUE)));
            assertThat(MailboxRecord.decode(mailbox.encode())).isEqualTo(mailbox);
            Records.Delivery delivery = new Records.Delivery(
                    number(Long.MAX_VALUE), new AppendResult.Duplicate(number(UidSet.MAX_UID), number(UidSet.MAX_UID)));
            assertThat(Records.Delivery.decode(delivery.encode())).isEqualTo(delivery);
            Records.Garbage garbage = new Records.Garbage(number(Long.MAX_VALUE), number(Integer.MAX_VALUE));
            assertThat(Records.Garbage.decode(garbage.encode())).isEqualTo(garbage);
            long from = 1 + number(1000);
            UidSet uids = UidSet.of(List.of(new UidSet.Range(from, from + 3), new UidSet.Range(2000, UidSet.MAX_UID)));
            assertThat(Records.uids(Records.uids(uids))).isEqualTo(uids);
        }
    }

    @Test
    void keysLieInTheOrderOfTheirNumbers() {
        FolderId folder = new FolderId(3);
        List<byte[]> keys = List.of(
                Keys.page(1, folder, 0),
                Keys.page(1, folder, 1),
                Keys.page(1, folder, 0x3FF_FFFF),
                Keys.page(1, new FolderId(4), 0),
                Keys.page(2, new FolderId(1), 0),
                Keys.page(Integer.MAX_VALUE, new FolderId(Integer.MAX_VALUE), 0));
        for (int i = 1; i < keys.size(); i++) {
            assertThat(Arrays.compareUnsigned(keys.get(i - 1), keys.get(i))).isNegative();
        }
        for (byte[] prefix : List.of(Keys.pages(1, folder), Keys.ofMailbox(255, Keys.FOLDER), new byte[] {1, -1, -1})) {
            byte[] behind = Database.behind(prefix);
            byte[] last = Arrays.copyOf(prefix, prefix.length + 20);
            Arrays.fill(last, prefix.length, last.length, (byte) -1);
            assertThat(Arrays.compareUnsigned(last, behind)).isNegative();
            assertThat(behind.length).isLessThanOrEqualTo(prefix.length);
        }
        assertThat(Keys.pageNumber(Keys.page(1, folder, 77))).isEqualTo(77);
        assertThat(Keys.subscribed(Keys.subscription(9, FolderName.parse("ä/b").orElseThrow())))
                .hasToString("ä/b");
        // A delivery of one mailbox is none of another.
        assertThat(Keys.delivery(1, new DeliveryId("x"))).isNotEqualTo(Keys.delivery(2, new DeliveryId("x")));
    }
}
