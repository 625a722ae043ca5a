/**
 * The embedded engine beneath the mailbox store and the queue: group commit, disk threads, chunked bodies and format versions.
 */
@NullMarked
package io.postwerk.rocksdb;

import org.jspecify.annotations.NullMarked;
