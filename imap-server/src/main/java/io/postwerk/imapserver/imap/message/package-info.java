/** Parts and texts of stored messages, read no further than needed. */
@NullMarked
package io.postwerk.imapserver.imap.message;

import org.jspecify.annotations.NullMarked;
