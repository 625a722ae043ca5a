/** One class for each command, of the same name as its record in {@code codec}; one table says when each is allowed. */
package io.postwerk.imapserver.imap.handler;
