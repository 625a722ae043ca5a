package io.postwerk.sasl;

import io.postwerk.mail.EmailAddress;

/**
 * Port of a server to the users that exist. Safe for use by many threads; calls block, and are made on virtual threads.
 */
public interface UserDirectory {

    /**
     * Looks a user up.
     *
     * @param address compared in its canonical form
     * @param service protocol in lower case: {@code lmtp}, {@code smtp}, {@code imap}
     * @param minSequence the configuration sequence that the asker goes by: users older than that answer
     *     {@link UserLookup.Unavailable}, never {@link UserLookup.Unknown}; 0 for any
     */
    UserLookup lookup(EmailAddress address, String service, long minSequence);

    /**
     * Calls the listener each time the users may have changed, so that open sessions can be checked again. It runs on a
     * thread of the directory, and returns quickly. A directory that cannot tell never calls it.
     */
    void onChange(Runnable listener);
}
