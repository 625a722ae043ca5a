package io.postwerk.tests.system;

/**
 * Where the servers are.
 *
 * @param smtp host of smtp-server
 * @param smtpPort its port for other servers
 * @param mailbox host of imap-server
 * @param imapsPort its port for IMAP over TLS
 */
record Site(String smtp, int smtpPort, String mailbox, int imapsPort) {
    /** {@code postwerk run} on this machine, with the quick start's ports. */
    static final Site HERE = new Site("127.0.0.1", 2525, "127.0.0.1", 2993);
}
