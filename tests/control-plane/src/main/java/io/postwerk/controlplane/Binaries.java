package io.postwerk.controlplane;

import io.postwerk.testkit.Generated;
import io.postwerk.testkit.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the programs of the control plane are: the system property {@value #PROPERTY}, the environment variable
 * {@value #VARIABLE}, or where {@code tests/control-plane/build} puts them; the first that is set or there counts.
 */
public final class Binaries {
    public static final String PROPERTY = "postwerk.kubebuilder.assets";
    public static final String VARIABLE = "KUBEBUILDER_ASSETS";

    private static final Path MODULE = Path.of("tests/control-plane/binaries/kubernetes/go.mod");
    private static final Pattern VERSION = Pattern.compile("k8s\\.io/kubernetes v(\\S+)");

    private Binaries() {}

    /**
     * The path of a program; without it the calling test is skipped, or fails where peers are required. Where tests of a cluster are
     * left out it is skipped too, unless {@value #VARIABLE} is set: who names the folder wants it used.
     */
    public static Path program(String name) {
        if (System.getenv(VARIABLE) == null) Peers.cluster();
        return find(name)
                .orElseGet(() -> Peers.missing(name + " is not on this machine: run tests/control-plane/build, or set "
                        + VARIABLE + " to a folder with etcd and kube-apiserver"));
    }

    /** The path of a program, if it is there. */
    public static Optional<Path> find(String name) {
        return folder().map(folder -> folder.resolve(name)).filter(Files::isExecutable);
    }

    private static Optional<Path> folder() {
        Optional<String> told = Stream.of(
                        Optional.ofNullable(System.getProperty(PROPERTY)), Optional.ofNullable(System.getenv(VARIABLE)))
                .flatMap(Optional::stream)
                .filter(value -> !value.isBlank())
                .findFirst();
        return told.map(Path::of).or(Binaries::built).filter(Files::isDirectory);
    }

    private static Optional<Path> built() {
        String cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(value -> !value.isBlank())
                .orElse(System.getProperty("user.home") + "/.cache");
        return version().map(version -> Path.of(cache, "postwerk", "kubebuilder", version));
    }

    private static Optional<String> version() {
        try {
            Matcher matcher = VERSION.matcher(Files.readString(Generated.root().resolve(MODULE)));
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
