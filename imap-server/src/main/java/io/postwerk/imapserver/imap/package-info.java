/**
 * IMAP4rev1 (RFC 3501): octets become typed commands in {@code codec}, a {@code session} has a state and a view of its
 * folder, {@code handler} has what runs each command, {@code message} finds parts and texts in messages.
 */
@NullMarked
package io.postwerk.imapserver.imap;

import org.jspecify.annotations.NullMarked;
