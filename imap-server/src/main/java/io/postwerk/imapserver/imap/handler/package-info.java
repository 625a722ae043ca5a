/** The commands' handlers, and the table that says when each command is allowed. */
@NullMarked
package io.postwerk.imapserver.imap.handler;

import org.jspecify.annotations.NullMarked;
