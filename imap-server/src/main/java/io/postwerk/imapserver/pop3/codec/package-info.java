/** The grammar of POP3: lines become typed commands, and responses become octets. No input and no output. */
@NullMarked
package io.postwerk.imapserver.pop3.codec;

import org.jspecify.annotations.NullMarked;
