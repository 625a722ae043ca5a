package io.postwerk.plan.secret;

import io.postwerk.crds.Reference;

/**
 * What a verifier was made from. As long as nothing of it changes, the verifier is good and need not be made again.
 *
 * @param mailboxId id of the mailbox, from which the salt is made; all credentials of a user have the same salt
 * @param credential name of the credential
 * @param source where the password was read: Secret, key in it, and {@link SecretInput#version} of the Secret
 */
public record VerifierKey(String mailboxId, String credential, String source) {
    /** The source of what was in force already, made from whatever. */
    private static final String FORMER = "";

    /** A key of the verifier that is in force, which is to stay because its Secret cannot be read for now. */
    public static VerifierKey ofFormer(String mailboxId, String credential) {
        return new VerifierKey(mailboxId, credential, FORMER);
    }

    /** Whether it is one of {@link #ofFormer}: none can be made of it. */
    public boolean isFormer() {
        return source.equals(FORMER);
    }

    public static VerifierKey of(String mailboxId, String credential, Reference.SecretKey reference, String version) {
        // None of the first two can contain a slash.
        return new VerifierKey(mailboxId, credential, reference.name() + "/" + reference.key() + "@" + version);
    }
}
