package io.postwerk.config.server;

/**
 * Where imap-server keeps the mailboxes.
 *
 * @param directory folder of the mailboxes' database
 */
public record StoreConfig(String directory) {}
