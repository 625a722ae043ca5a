/** What IMAP and POP3 share. */
@NullMarked
package io.postwerk.imapserver;

import org.jspecify.annotations.NullMarked;
