/** Parts and texts of stored messages, read no further than needed. */
package io.postwerk.imapserver.imap.message;
