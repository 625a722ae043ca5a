/** The commands' handlers, and the table that says when each command is allowed. */
package io.postwerk.imapserver.imap.handler;
