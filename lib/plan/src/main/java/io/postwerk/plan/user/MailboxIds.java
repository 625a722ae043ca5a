package io.postwerk.plan.user;

import io.postwerk.crds.ObjectKey;
import io.postwerk.mail.EmailAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The ids that mailboxes are kept under. Mail hangs on them: how they are made never changes. The same manifests made anew find
 * their mail again; a MailUser of another namespace, or of another MailServer, never does.
 */
public final class MailboxIds {
    private static final int OCTETS = 20;

    private MailboxIds() {}

    /**
     * The id of a user's mailbox: the first 20 octets of the SHA-256 of four texts, each followed by a zero octet, in hexadecimal
     * digits.
     *
     * @param server the MailServer, whose namespace and name are the first two texts
     * @param namespace namespace of the MailUser
     * @param address address of the user, in its canonical form the fourth text
     */
    public static String of(ObjectKey server, String namespace, EmailAddress address) {
        MessageDigest digest = sha256();
        for (String part : new String[] {server.namespace(), server.name(), namespace, address.canonical()}) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, OCTETS);
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
