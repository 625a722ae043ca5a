package io.postwerk.imapserver.pop3.codec.violation;

/** Breaks: the POP3 codec depends on nothing. */
public final class KnowsTheEngine {
    org.rocksdb.RocksDB database;
}
