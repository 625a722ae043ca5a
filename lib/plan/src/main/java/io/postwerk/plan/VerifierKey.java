package io.postwerk.plan;

import io.postwerk.crds.SecretKeyReference;

/**
 * What a verifier was made from. As long as nothing of it changes, the verifier is good and need not be made again.
 *
 * @param mailboxId id of the mailbox, from which the salt is made; all credentials of a user have the same salt
 * @param credential name of the credential
 * @param source where the password was read: Secret, key in it, and {@link SecretInput#version} of the Secret
 */
public record VerifierKey(String mailboxId, String credential, String source) {
    static VerifierKey of(String mailboxId, String credential, SecretKeyReference reference, String version) {
        // None of the first two can contain a slash.
        return new VerifierKey(mailboxId, credential, reference.name() + "/" + reference.key() + "@" + version);
    }
}
