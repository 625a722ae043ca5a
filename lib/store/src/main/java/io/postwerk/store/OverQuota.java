package io.postwerk.store;

/**
 * The mailbox would take up more than it may; nothing was changed.
 *
 * @param usage what it takes up now
 */
public record OverQuota(Usage usage) implements AppendResult, CopyResult {}
