package io.postwerk.store.rocksdb;

import io.postwerk.store.engine.MessageRow;
import java.util.HashSet;
import java.util.Set;
import org.rocksdb.RocksDBException;

/** Looks for contents that no message refers to, in a database with one process. */
final class Orphans {
    private Orphans() {}

    /** How many chunks, summaries and marks there are that belong to no message. */
    static int count(Database database) throws RocksDBException {
        Set<Long> referred = new HashSet<>();
        Scan.all(database.db, database.messages, new byte[0], (key, value) -> {
            Page.read(Keys.pageNumber(key), value, (MessageRow row) -> referred.add(row.body()));
            return true;
        });
        int[] orphans = {0};
        Scan.all(database.db, database.bodies, new byte[0], (key, value) -> count(orphans, referred, key, 0));
        Scan.all(database.db, database.summaries, new byte[0], (key, value) -> count(orphans, referred, key, 0));
        for (byte kind : new byte[] {Keys.GARBAGE, Keys.REFERENCES}) {
            Scan.prefix(
                    database.db, database.meta, new byte[] {kind}, (key, value) -> count(orphans, referred, key, 1));
        }
        return orphans[0];
    }

    private static boolean count(int[] orphans, Set<Long> referred, byte[] key, int offset) {
        if (key.length >= offset + Long.BYTES && !referred.contains(Keys.longAt(key, offset))) {
            orphans[0]++;
        }
        return true;
    }
}
