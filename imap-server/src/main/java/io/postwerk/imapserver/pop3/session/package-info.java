/** POP3 sessions: states, the table of commands with their handlers, and the maildrop. */
package io.postwerk.imapserver.pop3.session;
