/** POP3 sessions: states, the table of commands with their handlers, and the maildrop. */
@NullMarked
package io.postwerk.imapserver.pop3.session;

import org.jspecify.annotations.NullMarked;
