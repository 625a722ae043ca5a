/** A client's session: its state, its connection, and its view of the selected folder. */
@NullMarked
package io.postwerk.imapserver.imap.session;

import org.jspecify.annotations.NullMarked;
