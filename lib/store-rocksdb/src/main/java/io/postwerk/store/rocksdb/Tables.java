package io.postwerk.store.rocksdb;

import io.postwerk.rocksdb.Database;
import io.postwerk.rocksdb.Database.Family;
import io.postwerk.rocksdb.DatabaseSettings;
import io.postwerk.rocksdb.DatabaseSettings.Blobs;
import io.postwerk.rocksdb.DatabaseSettings.FamilySettings;
import java.util.List;
import java.util.Optional;

/** The database of a store, with a column family for each kind of record, as {@link Keys} lays them out. */
final class Tables {
    private static final DatabaseSettings.Format FORMAT = new DatabaseSettings.Format(1, false);

    final Database database;
    /** Format version, garbage, counts of references. */
    final Family meta;

    final Family mailboxes;
    /** Folders, subscriptions and removals. */
    final Family folders;

    final Family messages;
    final Family summaries;
    final Family bodies;
    final Family deliveries;

    Tables(Database database) {
        this.database = database;
        this.meta = database.meta();
        this.mailboxes = database.family("mailboxes");
        this.folders = database.family("folders");
        this.messages = database.family("messages");
        this.summaries = database.family("summaries");
        this.bodies = database.family("bodies");
        this.deliveries = database.family("deliveries");
    }

    static DatabaseSettings settings(RocksDbSettings settings) {
        return new DatabaseSettings(
                "mail directory",
                "",
                settings.directory(),
                settings.nativeLibraries(),
                FORMAT,
                List.of(
                        FamilySettings.small("mailboxes"),
                        FamilySettings.small("folders"),
                        FamilySettings.small("messages"),
                        FamilySettings.small("summaries"),
                        new FamilySettings("bodies", Optional.of(new Blobs(512, 0.5, 0.5))),
                        FamilySettings.small("deliveries")),
                true,
                new DatabaseSettings.Memory(
                        settings.cacheOctets(),
                        settings.writeBufferOctets(),
                        settings.writeBufferOctets() / 2,
                        2 * settings.writeBufferOctets(),
                        256),
                settings.reserve());
    }
}
