/** POP3 sessions: states, the table of commands, a class for each command, and the maildrop. */
package io.postwerk.imapserver.pop3.session;
