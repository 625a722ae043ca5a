/** LMTP (RFC 2033): final delivery into the mailbox store, for the other Postwerk programs only. */
package io.postwerk.imapserver.lmtp;
