package io.postwerk.smtp;

import io.postwerk.mail.AddressException;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import java.util.Optional;

/** Reads a path: angle brackets, an optional source route, a mailbox (RFC 5321 4.1.2). */
final class PathParser {
    // RFC 5321 4.5.3.1.3, with the punctuation and element separators
    private static final int MAX_PATH = 256;
    // RFC 5321 4.5.3.1.1
    private static final int MAX_LOCAL_PART = 64;
    private static final String ATEXT_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

    /** The mailbox is at an address literal, which is well-formed. */
    private static final class AddressLiteralException extends Exception {
        private static final long serialVersionUID = 1L;

        AddressLiteralException() {
            super("at an address literal", null, false, false);
        }
    }

    private final Cursor line;

    private PathParser(Cursor line) {
        this.line = line;
    }

    /** Reads the argument of MAIL FROM; the cursor is behind its bracket unless the path is refused. */
    static Parsed<ReversePath> reversePath(Cursor line) {
        try {
            Optional<ForwardPath> path = new PathParser(line).path();
            if (path.isEmpty()) {
                return new Parsed.Valid<>(ReversePath.NULL);
            }
            return switch (path.get()) {
                case ForwardPath.Mailbox(EmailAddress address) -> new Parsed.Valid<>(ReversePath.of(address));
                case ForwardPath.Postmaster() -> new Parsed.Refused<>(Replies.badSenderSyntax("no domain"));
            };
        } catch (AddressLiteralException e) {
            return new Parsed.Refused<>(Replies.ADDRESS_LITERAL_SENDER);
        } catch (AddressException e) {
            return new Parsed.Refused<>(
                    line.hasNonAscii()
                            ? Replies.NON_ASCII_ADDRESS
                            : Replies.badSenderSyntax(String.valueOf(e.getMessage())));
        }
    }

    /** Reads the argument of RCPT TO; the cursor is behind its bracket unless the path is refused. */
    static Parsed<ForwardPath> forwardPath(Cursor line) {
        try {
            return new PathParser(line)
                    .path()
                    .<Parsed<ForwardPath>>map(Parsed.Valid::new)
                    .orElseGet(() -> new Parsed.Refused<>(Replies.badRecipientSyntax("it is empty")));
        } catch (AddressLiteralException e) {
            return new Parsed.Refused<>(Replies.ADDRESS_LITERAL_RECIPIENT);
        } catch (AddressException e) {
            return new Parsed.Refused<>(
                    line.hasNonAscii()
                            ? Replies.NON_ASCII_ADDRESS
                            : Replies.badRecipientSyntax(String.valueOf(e.getMessage())));
        }
    }

    /** The path that is next; empty for {@code <>}. */
    private Optional<ForwardPath> path() throws AddressException, AddressLiteralException {
        int start = line.position();
        require('<', "no < before the address");
        if (line.skip('>')) {
            return Optional.empty();
        }
        skipSourceRoute();
        String localPart = line.peek() == '"' ? quotedString() : dotString();
        Optional<ForwardPath> path = Optional.empty(); // at an address literal
        if (line.skip('@')) {
            if (line.peek() == '[') {
                skipAddressLiteral();
            } else {
                path = Optional.of(mailbox(localPart));
            }
        } else if (localPart.equalsIgnoreCase("postmaster")) {
            // RFC 5321 4.5.1
            path = Optional.of(new ForwardPath.Postmaster());
        } else {
            throw new AddressException("no domain");
        }
        require('>', "no > after the address");
        if (line.position() - start > MAX_PATH) {
            throw new AddressException("longer than 256 octets");
        }
        if (path.isEmpty()) {
            throw new AddressLiteralException();
        }
        return path;
    }

    // RFC 5321 4.1.1.3: a source route must be accepted and should be ignored (appendix C)
    private void skipSourceRoute() throws AddressException {
        if (line.peek() != '@') {
            return;
        }
        do {
            require('@', "bad source route");
            StringBuilder domain = new StringBuilder();
            while (!line.atEnd() && line.peek() != ',' && line.peek() != ':') {
                domain.append(line.next());
            }
            DomainName.parse(domain.toString());
        } while (line.skip(','));
        require(':', "bad source route");
    }

    // RFC 5321 4.1.2: Dot-string = Atom *("." Atom)
    private String dotString() throws AddressException {
        StringBuilder text = new StringBuilder();
        boolean afterDot = true;
        while (!line.atEnd()) {
            char c = line.peek();
            if (c == '.' ? afterDot : !isAtext(c)) {
                break;
            }
            afterDot = c == '.';
            text.append(line.next());
        }
        if (afterDot || text.isEmpty()) {
            throw new AddressException("the local part is empty or has a dot too many");
        }
        return checked(text, text.length());
    }

    // RFC 5321 4.1.2: Quoted-string = DQUOTE *QcontentSMTP DQUOTE
    private String quotedString() throws AddressException {
        int start = line.position();
        line.next();
        StringBuilder text = new StringBuilder();
        while (!line.skip('"')) {
            if (line.peek() == '\\') {
                line.next();
            }
            char c = line.peek();
            if (c < ' ' || c > '~') {
                throw new AddressException("the quoted local part does not end, or has a control character");
            }
            text.append(line.next());
        }
        if (text.isEmpty()) {
            throw new AddressException("the local part is empty");
        }
        return checked(text, line.position() - start);
    }

    private static String checked(StringBuilder localPart, int octets) throws AddressException {
        if (octets > MAX_LOCAL_PART) {
            throw new AddressException("the local part is longer than 64 octets");
        }
        return localPart.toString();
    }

    private ForwardPath mailbox(String localPart) throws AddressException {
        String domain = line.until('>');
        if (line.hasNonAscii()) {
            throw new AddressException("not in US-ASCII");
        }
        if (domain.endsWith(".")) {
            throw new AddressException("the domain ends with a dot");
        }
        return new ForwardPath.Mailbox(EmailAddress.of(localPart, DomainName.parse(domain)));
    }

    private void skipAddressLiteral() throws AddressException {
        String literal = line.until('>');
        if (!AddressLiteral.isValid(literal)) {
            throw new AddressException("bad address literal");
        }
    }

    private void require(char expected, String otherwise) throws AddressException {
        if (!line.skip(expected)) {
            throw new AddressException(otherwise);
        }
    }

    private static boolean isAtext(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || ATEXT_SPECIALS.indexOf(c) >= 0;
    }
}
