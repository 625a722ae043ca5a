package io.postwerk.imapserver.imap.codec;

/**
 * The client's octets are not what the grammar of RFC 3501 section 9 allows. The message is public: it is the text of
 * the BAD response.
 */
public final class SyntaxException extends Exception {
    public SyntaxException(String publicText) {
        super(publicText, null, false, false);
    }
}
