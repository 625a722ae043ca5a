package io.postwerk.cli;

import java.nio.file.Path;
import java.util.List;

/**
 * The programs that {@code postwerk run} keeps running, in the order in which they are started; they are stopped in the
 * reverse order, so that what is in flight can still look up users.
 */
enum Program {
    AUTH_SIDECAR("auth-sidecar", 48),
    IMAP_SERVER("imap-server", 256),
    SMTP_SERVER("smtp-server", 160);

    private final String programName;
    private final int heapMebibytes;

    Program(String programName, int heapMebibytes) {
        this.programName = programName;
        this.heapMebibytes = heapMebibytes;
    }

    /** The name of its module, its config folder and its log file. */
    String programName() {
        return programName;
    }

    /**
     * The command line of this program: the same artifact as in the pods.
     *
     * @param home the checkout that was built
     */
    List<String> commandLine(Path home, int managementPort) {
        Path application = home.resolve(programName).resolve("target").resolve("quarkus-app");
        return JvmCommand.of(
                application,
                heapMebibytes,
                List.of("-Dquarkus.http.host=127.0.0.1", "-Dquarkus.http.port=" + managementPort));
    }

    @Override
    public String toString() {
        return programName;
    }
}
