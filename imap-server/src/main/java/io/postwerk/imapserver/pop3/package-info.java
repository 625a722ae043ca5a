/** POP3 (RFC 1939): the server of a listener, and what its sessions are allowed. */
package io.postwerk.imapserver.pop3;
