/**
 * The grammar of IMAP (RFC 3501 section 9), both ways, without I/O: commands from octets, responses to octets. Every
 * status response stands in one catalogue.
 */
@NullMarked
package io.postwerk.imapserver.imap.codec;

import org.jspecify.annotations.NullMarked;
