package io.postwerk.tests.siege;

/** What a stranger, a user, a disk or a killed process does to the packaged programs. {@link Attacks} lists them. */
interface Attack {
    /** As a user types it: {@code tests/siege/run NAME}. */
    String name();

    /** Users of the installation, {@code user0@example.org} and so on, beside the bystander. */
    default int users() {
        return 1;
    }

    /** The manifest of the MailServer. */
    default String mailServer() {
        return Manifests.MAIL_SERVER;
    }

    /** Whether the programs run when it begins. Otherwise it starts them by itself. */
    default boolean onRunningPrograms() {
        return true;
    }

    /** Attacks, and notes its figures. */
    void run(Siege siege) throws Exception;
}
