package io.postwerk.config.routing;

import io.postwerk.mail.EmailAddress;

/**
 * An address that stands for others.
 *
 * @param address the address, in its canonical form
 * @param expansion what it stands for
 */
public record AliasEntry(EmailAddress address, Expansion expansion) {}
