/** A client's session: its state, its connection, and its view of the selected folder. */
package io.postwerk.imapserver.imap.session;
