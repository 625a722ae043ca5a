package io.postwerk.store;

/**
 * The flags of one message after a change.
 *
 * @param uid the message
 * @param modSeq the mod-sequence of the last change of its flags, or of its arrival
 * @param flags all its flags
 */
public record MessageFlags(long uid, long modSeq, Flags flags) {}
