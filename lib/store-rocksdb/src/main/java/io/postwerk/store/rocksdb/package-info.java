/** The mailbox store on RocksDB. */
@NullMarked
package io.postwerk.store.rocksdb;

import org.jspecify.annotations.NullMarked;
