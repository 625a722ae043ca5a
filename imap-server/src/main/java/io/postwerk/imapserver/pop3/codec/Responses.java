package io.postwerk.imapserver.pop3.codec;

import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** All responses this server gives. The texts never tell what was wrong with a login. */
public final class Responses {
    // RFC 2449 8.1.2
    private static final String IN_USE = "IN-USE";
    // RFC 3206 4
    private static final String TEMPORARY = "SYS/TEMP";
    private static final String PERMANENT = "SYS/PERM";
    // RFC 3206 5
    private static final String CREDENTIALS = "AUTH";

    private Responses() {}

    // The session's beginning and end

    /** RFC 1939 4: without a timestamp in angle brackets, which would offer APOP. */
    public static Response greeting(String hostname) {
        return ok(hostname + " POP3 ready");
    }

    public static Response bye() {
        return ok("Bye");
    }

    public static Response byeRemoved(long messages) {
        return ok("Bye, " + messages(messages) + " removed");
    }

    /** RFC 1939 6. */
    public static Response notRemoved() {
        return coded(TEMPORARY, "Deleted messages could not be removed");
    }

    public static Response tooManyFailedLogins() {
        return coded(CREDENTIALS, "Too many failed logins");
    }

    public static Response tooManyBadCommands() {
        return error("Too many bad commands");
    }

    public static Response shuttingDown() {
        return coded(TEMPORARY, "Server is shutting down");
    }

    /** An open session of a user who may no longer log in. */
    public static Response terminated(String reason) {
        return coded(PERMANENT, reason);
    }

    public static Response internalError() {
        return coded(TEMPORARY, "Internal error");
    }

    /** Instead of a greeting, to one connection too many; {@code ofClient} if it is the client that has too many. */
    public static Response tooManyConnections(boolean ofClient) {
        return coded(TEMPORARY, ofClient ? "Too many connections from your address" : "Too many connections");
    }

    // Commands that are not understood or out of place

    public static Response unknownCommand() {
        return error("Unknown command");
    }

    public static Response badSyntax(Pop3Verb verb) {
        return error("Syntax: " + verb.syntax());
    }

    public static Response wrongState(Pop3Verb verb) {
        return error(verb + " is not allowed now");
    }

    public static Response lineTooLong() {
        return error("Line too long");
    }

    public static Response bareLineEnd() {
        return error("Bare CR or LF in a line");
    }

    // TLS and login

    public static Response beginTls() {
        return ok("Begin TLS negotiation now");
    }

    public static Response noTls() {
        return error("TLS is not offered here");
    }

    public static Response tlsAlready() {
        // RFC 2595 4
        return error("TLS is on already");
    }

    public static Response privacyRequired() {
        // RFC 3206 5: an attempt in violation of policy
        return coded(CREDENTIALS, "Use TLS first");
    }

    public static Response sendPassword() {
        return ok("Send PASS");
    }

    public static Response userFirst() {
        return error("Send USER first");
    }

    public static Response loggedIn(int messages, long octets) {
        return ok("Logged in, " + messages(messages) + ", " + octets + " octets");
    }

    public static Response maildropInUse() {
        return coded(IN_USE, "Mailbox is open in another POP3 session");
    }

    public static Response authCancelled() {
        return error("Authentication cancelled");
    }

    public static Response authMalformed() {
        return error("Authentication data is not base64");
    }

    /** Whatever was wrong with name, password or account. */
    public static Response authenticationFailed() {
        return coded(CREDENTIALS, "Authentication failed");
    }

    public static Response authenticationUnavailable() {
        return coded(TEMPORARY, "Authentication is not available now");
    }

    public static Response badAuthenticationData() {
        return error("Bad authentication data");
    }

    public static Response unknownMechanism() {
        return error("Mechanism is not offered");
    }

    // Success

    public static Response done() {
        return ok("");
    }

    public static Response capabilities() {
        return ok("Capabilities follow");
    }

    /** RFC 1939 5: a drop listing is the number of messages and their octets, nothing else. */
    public static Response dropListing(int messages, long octets) {
        return ok(messages + " " + octets);
    }

    public static Response scanListings(int messages, long octets) {
        return ok(messages(messages) + " (" + octets + " octets)");
    }

    public static Response scanListing(int number, long octets) {
        return ok(number + " " + octets);
    }

    public static Response uniqueIds() {
        return ok("Unique ids follow");
    }

    public static Response uniqueId(int number, String id) {
        return ok(number + " " + id);
    }

    public static Response message(long octets) {
        return ok(octets + " octets");
    }

    public static Response topOfMessage() {
        return ok("Top of message follows");
    }

    public static Response deleted(int number) {
        return ok("Message " + number + " deleted");
    }

    public static Response undeleted(int messages, long octets) {
        return ok(messages(messages) + " (" + octets + " octets)");
    }

    // Messages that are not there

    public static Response noSuchMessage() {
        return error("No such message");
    }

    public static Response messageDeleted() {
        return error("Message is deleted");
    }

    /** The store has lost or damaged it (RFC 3206 4: SYS/PERM asks for a person to see to it). */
    public static Response messageUnreadable() {
        return coded(PERMANENT, "Message cannot be read; the administrator can see which");
    }

    /** Another session removed it. */
    public static Response messageGone() {
        return coded(PERMANENT, "Message is gone");
    }

    // Lines that are no status lines

    /** A challenge (RFC 5034 4). */
    public static String challenge(byte[] data) {
        return "+ " + Base64.getEncoder().encodeToString(data) + "\r\n";
    }

    /** The lines of a capability list with its end (RFC 2449 5). */
    public static String capabilityList(List<String> capabilities) {
        StringBuilder lines = new StringBuilder();
        capabilities.forEach(capability -> lines.append(capability).append("\r\n"));
        return lines.append(END).toString();
    }

    /** The end of a multi-line response (RFC 1939 3). */
    public static final String END = ".\r\n";

    private static String messages(long count) {
        return count + (count == 1 ? " message" : " messages");
    }

    private static Response ok(String text) {
        return new Response(true, Optional.empty(), text);
    }

    private static Response error(String text) {
        return new Response(false, Optional.empty(), text);
    }

    private static Response coded(String code, String text) {
        return new Response(false, Optional.of(code), text);
    }
}
