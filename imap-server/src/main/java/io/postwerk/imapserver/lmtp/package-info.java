/** LMTP (RFC 2033): final delivery into the mailbox store, for the other Postwerk programs only. */
@NullMarked
package io.postwerk.imapserver.lmtp;

import org.jspecify.annotations.NullMarked;
