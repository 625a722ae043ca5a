package io.postwerk.store.rocksdb;

import java.util.List;
import java.util.function.Consumer;

/** Records of the mailbox store, damaged: refused as that. */
public final class StoreRecordFuzz {
    private static final List<Consumer<byte[]>> READERS = List.of(
            octets -> Page.decode(3, octets),
            FolderRecord::decode,
            MailboxRecord::decode,
            Records::uids,
            Records.Delivery::decode,
            Records.Garbage::decode);

    private StoreRecordFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        for (Consumer<byte[]> reader : READERS) {
            try {
                reader.accept(octets);
            } catch (IllegalArgumentException e) {
                // refused
            }
        }
    }
}
