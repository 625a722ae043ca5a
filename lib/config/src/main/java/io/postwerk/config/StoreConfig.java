package io.postwerk.config;

/**
 * Where imap-server keeps the mailboxes.
 *
 * @param directory folder of the mailboxes' database
 */
public record StoreConfig(String directory) {}
