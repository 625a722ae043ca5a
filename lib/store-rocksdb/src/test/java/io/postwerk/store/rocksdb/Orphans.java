package io.postwerk.store.rocksdb;

import io.postwerk.rocksdb.Database.Family;
import io.postwerk.store.engine.MessageRow;
import java.util.HashSet;
import java.util.Set;

/** Looks for contents that no message refers to, in a database with one process. */
final class Orphans {
    private Orphans() {}

    /** How many chunks, summaries and marks there are that belong to no message. */
    static int count(Tables tables) {
        Set<Long> referred = new HashSet<>();
        tables.database.scanAll(tables.messages, new byte[0], (key, value) -> {
            Page.read(Keys.pageNumber(key), value, (MessageRow row) -> referred.add(row.body()));
            return true;
        });
        int[] orphans = {0};
        tables.database.scanAll(tables.bodies, new byte[0], (key, value) -> count(orphans, referred, key, 0));
        tables.database.scanAll(tables.summaries, new byte[0], (key, value) -> count(orphans, referred, key, 0));
        for (byte kind : new byte[] {Keys.GARBAGE, Keys.REFERENCES}) {
            tables.database.scan(tables.meta, new byte[] {kind}, (key, value) -> count(orphans, referred, key, 1));
        }
        return orphans[0];
    }

    /** How many records there are whose keys begin with {@code prefix}. */
    static int records(Tables tables, Family family, byte[] prefix) {
        int[] count = {0};
        if (prefix.length == 0) {
            tables.database.scanAll(family, prefix, (key, value) -> ++count[0] > 0);
        } else {
            tables.database.scan(family, prefix, (key, value) -> ++count[0] > 0);
        }
        return count[0];
    }

    private static boolean count(int[] orphans, Set<Long> referred, byte[] key, int offset) {
        if (key.length >= offset + Long.BYTES && !referred.contains(Keys.longAt(key, offset))) {
            orphans[0]++;
        }
        return true;
    }
}
