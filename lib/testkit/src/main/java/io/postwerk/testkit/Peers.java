package io.postwerk.testkit;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Other people's programs, which tests drive or are driven by. A test whose program is not on the machine is skipped, with
 * the reason in the summary; where {@code -Dpostwerk.peers=required} is set, as in CI, it fails.
 */
public final class Peers {
    /** The system property that makes a missing peer a failure. */
    public static final String PROPERTY = "postwerk.peers";

    /** The system property that leaves out what needs a cluster. */
    public static final String CLUSTER = "postwerk.cluster";

    /** Where Debian keeps programs that are on nobody's PATH. */
    private static final List<String> FOLDERS =
            List.of("/usr/lib/cyrus/bin", "/usr/lib/postfix/sbin", "/usr/lib/dovecot", "/usr/sbin", "/sbin");

    private Peers() {}

    /** The path of a program; without it the calling test is skipped, or fails where peers are required. */
    public static Path program(String name) {
        Optional<Path> found = find(name);
        return found.orElseGet(() -> missing("the program " + name + " is not on this machine"));
    }

    /**
     * Leaves out the calling test where {@code -Dpostwerk.cluster=off} is set, as the plain build does: it needs a Kubernetes control
     * plane, a node or container images, which takes long.
     */
    public static void cluster() {
        if ("off".equals(System.getProperty(CLUSTER))) {
            abort("left out: it needs a control plane, a node or container images; ./mvnw verify -Pcluster runs it");
        }
    }

    /** Goes on only as root; for another user the calling test is skipped, or fails where peers are required. */
    public static void root(String reason) {
        if (!"root".equals(System.getProperty("user.name"))) {
            missing(reason);
        }
    }

    /** Skips the calling test for want of something that others make, or fails it where peers are required. */
    @SuppressWarnings(
            "TypeParameterUnusedInFormals") // It never returns, so that it stands where a value of any type is wanted.
    public static <T> T missing(String reason) {
        if ("required".equals(System.getProperty(PROPERTY))) fail(reason + ", and peers are required");
        return abort(reason);
    }

    /** Debian has a folder for each version of PostgreSQL; the newest first. */
    private static List<String> postgresFolders() {
        String[] versions = new File("/usr/lib/postgresql").list();
        return versions == null
                ? List.of()
                : Arrays.stream(versions)
                        .sorted(Comparator.comparingInt(Peers::number).reversed())
                        .map(version -> "/usr/lib/postgresql/" + version + "/bin")
                        .toList();
    }

    private static int number(String version) {
        return version.matches("\\d{1,4}") ? Integer.parseInt(version) : 0;
    }

    /** Looks along the PATH, then where Debian keeps daemons and test clients. */
    static Optional<Path> find(String name) {
        List<String> folders =
                new ArrayList<>(List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)));
        folders.addAll(FOLDERS);
        folders.addAll(postgresFolders());
        return folders.stream()
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
