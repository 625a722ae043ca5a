package io.postwerk.smtp;

import io.postwerk.mail.EmailAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every reply that Postwerk gives over SMTP and LMTP: code, enhanced code (RFC 3463, RFC 5248) and text in one place. A
 * text says what the client can know, never which of several checks has failed.
 */
public final class Replies {
    // RFC 5321 4.5.3.1.5: 512 octets with the code and <CRLF>; "250-" and "x.yyy.zzz " take 14 of them
    private static final int MAX_TEXT = 512 - 2 - 14;

    // ---- greeting, hello, farewell

    public static SmtpReply greeting(String hostname, Protocol protocol) {
        // RFC 5321 4.2: the greeting begins with the host's name; "ESMTP" invites EHLO
        return plain(220, hostname + (protocol == Protocol.LMTP ? " LMTP" : " ESMTP") + " Postwerk");
    }

    public static SmtpReply helo(String hostname) {
        return plain(250, hostname);
    }

    /** The answer to EHLO and LHLO: the host's name, then a line for each extension (RFC 5321 4.1.1.1). */
    public static SmtpReply hello(String hostname, List<String> extensions) {
        List<String> lines = new ArrayList<>();
        lines.add(hostname);
        lines.addAll(extensions);
        return new SmtpReply(250, Optional.empty(), lines);
    }

    public static SmtpReply bye(String hostname) {
        return reply(221, 2, 0, 0, hostname + " closes the connection");
    }

    // ---- positive replies

    public static final SmtpReply OK = reply(250, 2, 0, 0, "Ok");
    public static final SmtpReply SENDER_OK = reply(250, 2, 1, 0, "Sender ok");
    public static final SmtpReply RECIPIENT_OK = reply(250, 2, 1, 5, "Recipient ok");
    public static final SmtpReply START_MAIL = plain(354, "End the message with <CRLF>.<CRLF>");

    /** The message is durable and Postwerk answers for it (RFC 5321 6.1). */
    public static SmtpReply queued(String mailId) {
        return reply(250, 2, 0, 0, "Ok: queued as " + mailId);
    }

    /** The message is durable in the recipient's mailbox. */
    public static SmtpReply delivered(String mailId) {
        return reply(250, 2, 0, 0, "Ok: delivered as " + mailId);
    }

    public static SmtpReply help(List<String> verbs) {
        return reply(214, 2, 0, 0, "Commands: " + String.join(" ", verbs));
    }

    // RFC 5321 3.5.3
    public static final SmtpReply CANNOT_VERIFY = reply(252, 2, 5, 0, "Cannot verify, but RCPT will say");
    public static final SmtpReply READY_FOR_TLS = reply(220, 2, 0, 0, "Ready for TLS");

    // ---- grammar and order of commands

    public static final SmtpReply UNKNOWN_COMMAND = reply(500, 5, 5, 1, "Command not recognised");

    // RFC 5321 4.5.3.1.9
    public static final SmtpReply LINE_TOO_LONG = reply(500, 5, 5, 2, "Line too long");
    public static final SmtpReply BARE_LINE_END =
            reply(500, 5, 5, 2, "A line ends with CRLF, and has no other CR or LF");
    public static final SmtpReply NOT_IMPLEMENTED = reply(502, 5, 5, 1, "Command not implemented");

    public static SmtpReply noArgumentAllowed(SmtpVerb verb) {
        return reply(501, 5, 5, 4, verb + " takes no argument");
    }

    public static SmtpReply syntax(SmtpVerb verb) {
        return reply(501, 5, 5, 4, "Syntax: " + verb.syntax());
    }

    public static final SmtpReply BAD_HELLO = reply(501, 5, 5, 4, "The name is no domain and no address literal");

    public static SmtpReply badSenderSyntax(String why) {
        return reply(501, 5, 1, 7, "Bad sender address syntax: " + why);
    }

    public static SmtpReply badRecipientSyntax(String why) {
        return reply(501, 5, 1, 3, "Bad recipient address syntax: " + why);
    }

    // RFC 6531 3.5
    public static final SmtpReply NON_ASCII_ADDRESS =
            reply(553, 5, 6, 7, "Addresses outside US-ASCII are not supported");
    public static final SmtpReply ADDRESS_LITERAL_SENDER =
            reply(553, 5, 1, 7, "Senders at an address literal are not accepted");
    public static final SmtpReply ADDRESS_LITERAL_RECIPIENT =
            reply(550, 5, 1, 2, "No mailboxes at an address literal here");
    public static final SmtpReply BAD_PARAMETERS = reply(501, 5, 5, 4, "Bad parameter syntax");

    public static SmtpReply badParameter(String keyword) {
        return reply(501, 5, 5, 4, "Bad value of parameter " + keyword);
    }

    public static SmtpReply repeatedParameter(String keyword) {
        return reply(501, 5, 5, 4, "Parameter given twice: " + keyword);
    }

    public static SmtpReply unknownParameter(String keyword) {
        // RFC 5321 4.1.1.11
        return reply(555, 5, 5, 4, "Parameter not recognised: " + keyword);
    }

    public static SmtpReply helloFirst(Protocol protocol) {
        return reply(503, 5, 5, 1, protocol == Protocol.LMTP ? "Send LHLO first" : "Send HELO or EHLO first");
    }

    public static final SmtpReply MAIL_FIRST = reply(503, 5, 5, 1, "Send MAIL first");
    public static final SmtpReply NESTED_MAIL = reply(503, 5, 5, 1, "A transaction is open already");

    public static SmtpReply noValidRecipients(Protocol protocol) {
        // RFC 5321 3.3 leaves the choice; RFC 2033 4.2 demands 503
        return reply(protocol == Protocol.LMTP ? 503 : 554, 5, 5, 1, "No valid recipients");
    }

    public static SmtpReply notInTransaction(SmtpVerb verb) {
        return reply(503, 5, 5, 1, verb + " is not possible within a transaction");
    }

    public static final SmtpReply TLS_ALREADY = reply(503, 5, 5, 1, "TLS is on already");

    // ---- what has to come first

    public static final SmtpReply AUTH_REQUIRED = reply(530, 5, 7, 0, "Authentication required");

    // RFC 3207 4
    public static final SmtpReply TLS_REQUIRED = reply(530, 5, 7, 0, "Send STARTTLS first");

    // ---- limits and the end of a session

    public static final SmtpReply MESSAGE_TOO_BIG = reply(552, 5, 3, 4, "Message too big");
    public static final SmtpReply INSUFFICIENT_STORAGE = reply(452, 4, 3, 1, "Insufficient storage, try again later");

    // RFC 5321 4.5.3.1.10
    public static final SmtpReply TOO_MANY_RECIPIENTS = reply(452, 4, 5, 3, "Too many recipients");
    public static final SmtpReply BARE_LINE_END_IN_MESSAGE =
            reply(550, 5, 6, 0, "Message refused: it contains a CR or LF that is not part of a CRLF");

    public static final SmtpReply NUL_IN_MESSAGE = reply(550, 5, 6, 0, "Message refused: it contains a NUL");

    public static SmtpReply tooManyErrors(String hostname) {
        return reply(421, 4, 7, 0, hostname + " too many errors");
    }

    public static SmtpReply tooManyRefusals(String hostname) {
        return reply(421, 4, 7, 0, hostname + " too many refused recipients from your address, try again later");
    }

    public static SmtpReply tooManyMessages(String hostname) {
        return reply(421, 4, 7, 0, hostname + " too many messages in one session");
    }

    public static SmtpReply tooManyConnections(String hostname) {
        return reply(421, 4, 3, 2, hostname + " too busy, try again later");
    }

    /** The client's address or network has too many open. */
    public static SmtpReply tooManyConnectionsOfClient(String hostname) {
        return reply(421, 4, 7, 0, hostname + " too many connections from your address");
    }

    public static SmtpReply timeout(String hostname) {
        // RFC 5321 4.5.3.2
        return reply(421, 4, 4, 2, hostname + " timeout, closes the connection");
    }

    public static SmtpReply shuttingDown(String hostname) {
        // RFC 5321 3.8
        return reply(421, 4, 3, 2, hostname + " is shutting down");
    }

    /** Ends an open session of a user who may no longer log in. */
    public static SmtpReply loggedOut(String hostname) {
        return reply(421, 4, 7, 0, hostname + " login no longer valid");
    }

    public static SmtpReply internalError(String hostname) {
        return reply(421, 4, 3, 0, hostname + " internal error, try again later");
    }

    // ---- what a program decides about senders, recipients and messages

    public static final SmtpReply SENDER_NOT_OWNED = reply(553, 5, 7, 1, "Sender address is not yours");

    // RFC 6409 6.1
    public static final SmtpReply AUTHOR_NOT_OWNED = reply(550, 5, 7, 1, "From or Sender in the header is not yours");
    public static final SmtpReply UNCLEAR_HEADER =
            reply(550, 5, 6, 0, "Message refused: its header does not say clearly who wrote it");
    public static final SmtpReply NULL_SENDER_NOT_ALLOWED =
            reply(550, 5, 7, 1, "MAIL FROM:<> is for notifications and automatic answers to one recipient");
    public static final SmtpReply OWN_DOMAIN_FROM_OUTSIDE =
            reply(550, 5, 7, 1, "Log in to send from an address of this server");
    public static final SmtpReply RELAY_DENIED = reply(554, 5, 7, 1, "Relay access denied");

    public static SmtpReply noSuchMailbox(EmailAddress address) {
        return reply(550, 5, 1, 1, "No such mailbox: " + address);
    }

    public static final SmtpReply MAILBOX_UNAVAILABLE =
            reply(451, 4, 2, 1, "Mailbox is not available at the moment, try again later");
    public static final SmtpReply NOT_READY = reply(451, 4, 3, 5, "Not ready to decide, try again later");
    public static final SmtpReply LOCAL_ERROR = reply(451, 4, 3, 0, "Local error, try again later");

    /** Transient, because the recipient can make room. */
    public static final SmtpReply OVER_QUOTA = reply(452, 4, 2, 2, "Mailbox is full");

    /** Only for clients that may relay: strangers get {@link #RELAY_DENIED}. */
    public static SmtpReply noRoute(String domain) {
        // RFC 3463 3.5
        return reply(
                550,
                5,
                4,
                4,
                "No route to " + domain
                        + ": this server sends no mail to other servers (MailServer.spec.outbound.nextHop is not set)");
    }

    /** There was a route when the mail was accepted; for our own records and notifications. */
    public static SmtpReply noRouteNow(String domain) {
        return reply(450, 4, 4, 4, "No route to " + domain + " at the moment");
    }

    /** An address of ours forwards to a domain without a route; which one is not the client's business. */
    public static final SmtpReply NO_ROUTE_FOR_FORWARD =
            reply(550, 5, 4, 4, "No route to where this address forwards its mail");

    // RFC 3463 3.4: X.3.5 system incorrectly configured
    /** The aliases behind an address lead nowhere. Transient, as whoever runs the server can mend it. */
    public static final SmtpReply ADDRESS_MISCONFIGURED =
            reply(451, 4, 3, 5, "This address is not configured correctly, try again later");

    public static final SmtpReply ROUTING_LOOP = reply(554, 5, 4, 6, "Routing loop detected");
    public static final SmtpReply DELIVERY_EXPIRED = reply(550, 5, 4, 7, "Delivery time expired");

    /** The next hop takes 7-bit messages only, and Postwerk does not convert (RFC 6152 3). */
    public static final SmtpReply CONVERSION_REQUIRED = reply(554, 5, 6, 3, "The next server takes no 8-bit messages");

    /** RFC 5322 2.1.1; for our own records and notifications. */
    public static final SmtpReply LINE_TOO_LONG_TO_RELAY = reply(
            554, 5, 6, 0, "A line is longer than 998 octets, and folding it would break the message or its signature");

    /** The next hop cannot be reached; for our own records and notifications. */
    public static SmtpReply noAnswer(String host) {
        return reply(450, 4, 4, 1, "No answer from " + host);
    }

    /** The connection to the next hop broke; for our own records and notifications. */
    public static SmtpReply connectionLost(String host) {
        return reply(450, 4, 4, 2, "Connection to " + host + " lost");
    }

    /**
     * The refusal of the server behind us, told to the client as it was told to us.
     *
     * @param code 4yz or 5yz
     */
    public static SmtpReply passedOn(int code, EnhancedCode enhanced, String text) {
        return reply(code, enhanced, text);
    }

    public static SmtpReply policyRefusal(String why) {
        return reply(550, 5, 7, 1, why);
    }

    private Replies() {}

    static SmtpReply reply(int code, int category, int subject, int detail, String text) {
        return reply(code, new EnhancedCode(category, subject, detail), text);
    }

    private static SmtpReply reply(int code, EnhancedCode enhanced, String text) {
        String limited = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
        return new SmtpReply(code, Optional.of(enhanced), List.of(limited));
    }

    // RFC 2034 3: no enhanced code in the greeting, in the answers to HELO and EHLO, and in 3xx replies
    static SmtpReply plain(int code, String text) {
        return new SmtpReply(code, Optional.empty(), List.of(text));
    }

    /** The answers to AUTH (RFC 4954 6). */
    public static final class Auth {
        private Auth() {}

        public static final SmtpReply SUCCEEDED = reply(235, 2, 7, 0, "Authentication succeeded");

        /** A challenge of the mechanism (RFC 4954 4). */
        public static SmtpReply challenge(String base64) {
            return plain(334, base64);
        }

        /** Whatever is wrong with name, password or account: the client is not told which. */
        public static final SmtpReply FAILED = reply(535, 5, 7, 8, "Authentication failed");

        public static final SmtpReply TEMPORARY_FAILURE = reply(454, 4, 7, 0, "Temporary authentication failure");
        public static final SmtpReply CANCELLED = reply(501, 5, 7, 0, "Authentication cancelled");
        public static final SmtpReply MALFORMED = reply(501, 5, 5, 2, "Bad authentication data");

        // RFC 4954 6
        public static final SmtpReply LINE_TOO_LONG = reply(500, 5, 5, 6, "Authentication exchange line is too long");
        public static final SmtpReply UNKNOWN_MECHANISM = reply(504, 5, 5, 4, "Mechanism not supported");
        public static final SmtpReply NEEDS_TLS =
                reply(538, 5, 7, 11, "Encryption required for authentication: send STARTTLS first");
        public static final SmtpReply NOT_OFFERED = reply(503, 5, 5, 1, "Authentication is not offered here");
        public static final SmtpReply ALREADY = reply(503, 5, 5, 1, "Authenticated already");
    }
}
