package io.postwerk.imapserver.imap.codec.violation;

/** Breaks: protocols never see the engine; the IMAP codec depends on nothing. */
public final class KnowsTheEngine {
    org.rocksdb.RocksDB database;
}
