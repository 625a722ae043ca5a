package io.postwerk.imapserver.imap.codec;

import io.postwerk.imapserver.imap.codec.StatusResponse.Condition;
import java.util.Collection;
import java.util.Optional;

/** All status responses this server gives. Codes are of RFC 3501 7.1, RFC 4315, RFC 5530 and RFC 7889 as noted. */
public final class StatusResponses {
    private StatusResponses() {}

    // The session's beginning and end

    public static StatusResponse greeting(String hostname, String capabilities) {
        return coded(Condition.OK, "CAPABILITY " + capabilities, hostname + " ready");
    }

    /** RFC 3501 7.1.5. */
    public static StatusResponse loggingOut() {
        return of(Condition.BYE, "Logging out");
    }

    /** RFC 3501 5.4. */
    public static StatusResponse autologout() {
        return of(Condition.BYE, "Autologout, idle for too long");
    }

    public static StatusResponse loginTimedOut() {
        return of(Condition.BYE, "Login took too long");
    }

    /** Instead of a greeting, to one connection too many; {@code ofClient} if it is the client that has too many. */
    public static StatusResponse tooManyConnections(boolean ofClient) {
        return of(
                Condition.BYE,
                ofClient
                        ? "Too many connections from your address, try again later"
                        : "Too many connections, try again later");
    }

    public static StatusResponse tooManyFailedLogins() {
        return of(Condition.BYE, "Too many failed logins");
    }

    public static StatusResponse tooManyBadCommands() {
        return of(Condition.BYE, "Too many bad commands");
    }

    public static StatusResponse shuttingDown() {
        return of(Condition.BYE, "Server is shutting down");
    }

    public static StatusResponse terminated(String reason) {
        return of(Condition.BYE, printable(reason));
    }

    public static StatusResponse cannotSkipLiteral() {
        return of(Condition.BYE, "Literal is too large to skip");
    }

    public static StatusResponse inputLost() {
        return of(Condition.BYE, "Command did not arrive in time");
    }

    public static StatusResponse lineTooLong() {
        return of(Condition.BYE, "Line too long");
    }

    public static StatusResponse bareLineEnd() {
        return of(Condition.BYE, "Bare CR or LF in a line");
    }

    public static StatusResponse mailboxGone() {
        return of(Condition.BYE, "Selected mailbox was deleted");
    }

    public static StatusResponse serverBug() {
        // RFC 5530 3
        return coded(Condition.BYE, "SERVERBUG", "Internal error");
    }

    // Commands that are not understood

    public static StatusResponse badSyntax(SyntaxException problem) {
        return of(Condition.BAD, printable(String.valueOf(problem.getMessage())));
    }

    public static StatusResponse untaggable() {
        return of(Condition.BAD, "Line does not begin with a tag and a command");
    }

    public static StatusResponse unknownCommand() {
        return of(Condition.BAD, "Unknown command");
    }

    public static StatusResponse wrongState(ImapVerb verb) {
        return of(Condition.BAD, verb.wire() + " is not allowed now");
    }

    public static StatusResponse literalTooLarge() {
        return of(Condition.BAD, "Literal too large");
    }

    public static StatusResponse commandTooLarge() {
        return of(Condition.BAD, "Command too large");
    }

    /** RFC 3501 9: CHAR8 is any octet but NUL. */
    public static StatusResponse nulInMessage() {
        return of(Condition.BAD, "NUL in the message");
    }

    public static StatusResponse afterMessage() {
        return of(Condition.BAD, "Expected the end of the command after the message");
    }

    public static StatusResponse expectedDone() {
        return of(Condition.BAD, "Expected DONE");
    }

    public static StatusResponse noSuchMessage() {
        return of(Condition.BAD, "No such message sequence number");
    }

    // Success

    public static StatusResponse completed(String command) {
        return of(Condition.OK, command + " completed");
    }

    /** RFC 5530 3: FETCH has left out messages that another session has expunged. */
    public static StatusResponse someExpunged(String command) {
        return coded(Condition.OK, "EXPUNGEISSUED", command + " completed, some of the messages no longer exist");
    }

    /**
     * RFC 5530 3 (RFC 9051 7.1): some messages of a FETCH are left out because the server's data are damaged; the others were
     * sent.
     */
    public static StatusResponse someUnreadable() {
        return coded(
                Condition.NO, "CORRUPTION", "Some of the messages cannot be read; the administrator can see which");
    }

    /** An untagged OK for information (RFC 3501 7.1.1): to find out whether the client is still there. */
    public static StatusResponse stillSearching() {
        return of(Condition.OK, "Still searching");
    }

    public static StatusResponse loggedIn(String capabilities) {
        return coded(Condition.OK, "CAPABILITY " + capabilities, "Logged in");
    }

    public static StatusResponse beginTls() {
        return of(Condition.OK, "Begin TLS negotiation now");
    }

    public static StatusResponse selected(boolean readOnly) {
        return readOnly
                ? coded(Condition.OK, "READ-ONLY", "Mailbox opened for reading only")
                : coded(Condition.OK, "READ-WRITE", "Mailbox opened");
    }

    public static StatusResponse firstUnseen(long sequenceNumber) {
        return coded(Condition.OK, "UNSEEN " + sequenceNumber, "First unseen message");
    }

    /** @param flags as on the wire, with {@code \*} if keywords can be created */
    public static StatusResponse permanentFlags(Collection<String> flags) {
        return coded(Condition.OK, "PERMANENTFLAGS (" + String.join(" ", flags) + ")", "Flags that are kept");
    }

    public static StatusResponse uidNext(long uid) {
        return coded(Condition.OK, "UIDNEXT " + uid, "Predicted next UID");
    }

    public static StatusResponse uidValidity(long uidValidity) {
        return coded(Condition.OK, "UIDVALIDITY " + uidValidity, "UIDs are valid");
    }

    /** RFC 4315 3. */
    public static StatusResponse appended(long uidValidity, long uid) {
        return coded(Condition.OK, "APPENDUID " + uidValidity + " " + uid, "APPEND completed");
    }

    /**
     * RFC 4315 3.
     *
     * @param from UIDs in the source
     * @param to UIDs in the target, in the same order
     */
    public static StatusResponse copied(String command, long uidValidity, String from, String to) {
        return coded(Condition.OK, copyUid(uidValidity, from, to), command + " completed");
    }

    /** RFC 6851 4.3: MOVE tells its UIDs before it removes the messages. */
    public static StatusResponse moved(long uidValidity, String from, String to) {
        return coded(Condition.OK, copyUid(uidValidity, from, to), "Moved");
    }

    private static String copyUid(long uidValidity, String from, String to) {
        return "COPYUID " + uidValidity + " " + from + " " + to;
    }

    // Refusals of a login; RFC 5530 3. The texts never tell what was wrong.

    public static StatusResponse authenticationFailed() {
        return coded(Condition.NO, "AUTHENTICATIONFAILED", "Authentication failed");
    }

    public static StatusResponse authorizationFailed() {
        return coded(Condition.NO, "AUTHORIZATIONFAILED", "Not allowed to act for that user");
    }

    public static StatusResponse credentialsExpired() {
        return coded(Condition.NO, "EXPIRED", "Password has expired");
    }

    public static StatusResponse accountDisabled() {
        return coded(Condition.NO, "CONTACTADMIN", "Account is disabled");
    }

    public static StatusResponse authenticationUnavailable() {
        return coded(Condition.NO, "UNAVAILABLE", "Authentication is not available now");
    }

    public static StatusResponse privacyRequired() {
        return coded(Condition.NO, "PRIVACYREQUIRED", "Use TLS first");
    }

    public static StatusResponse unknownMechanism() {
        return of(Condition.NO, "Mechanism is not offered");
    }

    /** RFC 3501 6.2.2: the client's "*", and a response that cannot be decoded, are answered with BAD. */
    public static StatusResponse authenticationCancelled() {
        return of(Condition.BAD, "AUTHENTICATE cancelled");
    }

    public static StatusResponse malformedResponse() {
        return of(Condition.BAD, "Response is malformed");
    }

    public static StatusResponse tlsNotOffered() {
        return of(Condition.BAD, "TLS is on already, or not offered");
    }

    // Refusals of the store

    public static StatusResponse noSuchMailbox() {
        return coded(Condition.NO, "NONEXISTENT", "No such mailbox");
    }

    /** RFC 3501 6.3.11 and 6.4.7. */
    public static StatusResponse tryCreate() {
        return coded(Condition.NO, "TRYCREATE", "No such mailbox");
    }

    public static StatusResponse mailboxExists() {
        return coded(Condition.NO, "ALREADYEXISTS", "Mailbox exists");
    }

    /** The mailbox is there, but this cannot be done with it. */
    public static StatusResponse notPossible() {
        return coded(Condition.NO, "CANNOT", "Not possible with this mailbox");
    }

    public static StatusResponse impossibleName() {
        return coded(Condition.NO, "CANNOT", "Not a possible mailbox name");
    }

    public static StatusResponse overQuota() {
        return coded(Condition.NO, "OVERQUOTA", "Mailbox is full");
    }

    /**
     * The disk has no room for new messages. RFC 5530 has no code for that: LIMIT is a limit of the implementation, which waiting or
     * deleting does not change, and UNAVAILABLE makes clients try again in a loop. OVERQUOTA (RFC 9208 4.4.2) is what clients
     * show to their users, who can do something about it: delete. Dovecot answers so too.
     */
    public static StatusResponse noRoom() {
        return coded(Condition.NO, "OVERQUOTA", "Not enough disk space, delete something or try again later");
    }

    /** RFC 5530 3: what the command needs is in use by others. */
    public static StatusResponse memoryLow() {
        return coded(Condition.NO, "LIMIT", "Memory is low, try again later");
    }

    /** RFC 5530 3. */
    public static StatusResponse limit(String what) {
        return coded(Condition.NO, "LIMIT", "Too many " + what);
    }

    /** RFC 7889 4. */
    public static StatusResponse tooBig(long mostOctets) {
        return coded(Condition.NO, "TOOBIG", "Message is larger than " + mostOctets + " octets");
    }

    public static StatusResponse readOnly() {
        return of(Condition.NO, "Mailbox was opened for reading only");
    }

    /** RFC 3501 6.4.4 and 7.1. */
    public static StatusResponse badCharset() {
        return coded(Condition.NO, "BADCHARSET (US-ASCII UTF-8)", "Charset is not supported");
    }

    public static StatusResponse unavailable() {
        return coded(Condition.NO, "UNAVAILABLE", "Temporary failure, try again later");
    }

    private static StatusResponse of(Condition condition, String text) {
        return new StatusResponse(condition, Optional.empty(), text);
    }

    private static StatusResponse coded(Condition condition, String code, String text) {
        return new StatusResponse(condition, Optional.of(code), text);
    }

    /** RFC 3501 9: resp-text is TEXT-CHARs. */
    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
