package io.postwerk.rocksdb;

import io.postwerk.rocksdb.DatabaseSettings.FamilySettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.RocksDB;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;

/** The settings of a database as RocksDB's options. What is made is added to a list of what is to be closed. */
final class DatabaseOptions {
    private final DatabaseSettings settings;
    private final List<AutoCloseable> natives;

    DatabaseOptions(DatabaseSettings settings, List<AutoCloseable> natives) {
        this.settings = settings;
        this.natives = natives;
    }

    /**
     * @param salvage whether to read all of the logs that can be read: with holes in them, or with one that is missing or
     *     shorter than the manifest says. Otherwise such logs are refused, and of the last one what comes behind the first
     *     record that cannot be read is ignored
     * @param tight whether there may be no room to write to tables what the logs hold
     */
    DBOptions ofDatabase(WriteBufferManager buffers, boolean salvage, boolean tight) {
        // The Java interface has no method for it.
        Properties tracking = new Properties();
        tracking.setProperty("track_and_verify_wals_in_manifest", Boolean.toString(!salvage));
        return kept(DBOptions.getDBOptionsFromProps(tracking))
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setWriteBufferManager(buffers)
                .setMaxTotalWalSize(settings.memory().logOctets())
                .setMaxOpenFiles(settings.memory().openFiles())
                .setMaxBackgroundJobs(2)
                .setBytesPerSync(1 << 20)
                .setKeepLogFileNum(4)
                .setMaxLogFileSize(1 << 20)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setStatsDumpPeriodSec(0)
                .setAvoidFlushDuringRecovery(tight)
                // All that was synced is whole; what follows, up to the power cut, was acknowledged to nobody.
                .setWalRecoveryMode(
                        salvage ? WALRecoveryMode.SkipAnyCorruptedRecords : WALRecoveryMode.PointInTimeRecovery);
    }

    List<ColumnFamilyDescriptor> ofFamilies(Cache cache) {
        List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
        descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, small(cache)));
        for (FamilySettings family : settings.families()) {
            ColumnFamilyOptions options = small(cache);
            family.blobs().ifPresent(blobs -> keepBlobs(options, blobs));
            descriptors.add(new ColumnFamilyDescriptor(family.name().getBytes(StandardCharsets.US_ASCII), options));
        }
        return descriptors;
    }

    private ColumnFamilyOptions small(Cache cache) {
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setFilterPolicy(kept(new BloomFilter(10)));
        return kept(new ColumnFamilyOptions())
                .setTableFormatConfig(table)
                .setWriteBufferSize(8 << 20)
                .setCompressionType(compression());
    }

    private void keepBlobs(ColumnFamilyOptions options, DatabaseSettings.Blobs blobs) {
        options.setWriteBufferSize(settings.memory().largeBufferOctets())
                .setEnableBlobFiles(true)
                .setMinBlobSize(blobs.minOctets())
                .setBlobFileSize(64 << 20)
                .setBlobCompressionType(compression())
                .setEnableBlobGarbageCollection(true)
                .setBlobGarbageCollectionAgeCutoff(blobs.ageCutoff())
                .setBlobGarbageCollectionForceThreshold(blobs.forceThreshold());
    }

    private CompressionType compression() {
        return settings.compressed() ? CompressionType.LZ4_COMPRESSION : CompressionType.NO_COMPRESSION;
    }

    private <T extends AutoCloseable> T kept(T object) {
        natives.add(object);
        return object;
    }
}
