package io.postwerk.mail.violation;

/** Breaks: Netty only in net, Bouncy Castle only in trust, Quarkus only in runtime, RocksDB only in its library, the engine only beneath store and queue. */
public final class KnowsEngines {
    io.netty.channel.Channel channel;
    org.bouncycastle.asn1.ASN1Object object;
    io.vertx.core.Vertx vertx;
    org.rocksdb.RocksDB database;
    io.postwerk.rocksdb.Database engine;
}
