package io.postwerk.plan;

/**
 * What a verifier was made from. As long as nothing of it changes, the verifier is good and need not be made again.
 *
 * @param mailboxId id of the mailbox, from which the salt is made; all credentials of a user have the same salt
 * @param credential name of the credential
 * @param secretVersion {@link SecretInput#version} of the Secret with the password
 */
public record VerifierKey(String mailboxId, String credential, String secretVersion) {}
