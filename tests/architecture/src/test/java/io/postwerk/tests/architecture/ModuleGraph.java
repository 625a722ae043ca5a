package io.postwerk.tests.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What each module declares in its pom, other than for tests, as {@code group:artifact}. Edges between modules are followed; what a
 * library of others brings is not.
 */
record ModuleGraph(Map<String, Set<String>> declared) {

    private static final Pattern PARENT = Pattern.compile("<parent>.*?</parent>", Pattern.DOTALL);
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");
    private static final Pattern MANAGED_OR_PLUGINS =
            Pattern.compile("<(dependencyManagement|build|profiles)>.*?</\\1>", Pattern.DOTALL);
    private static final Pattern DEPENDENCY = Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);
    private static final Pattern GROUP = Pattern.compile("<groupId>([^<]+)</groupId>");
    private static final Pattern TEST_SCOPE = Pattern.compile("<scope>test</scope>");

    /** The modules of this checkout. */
    static ModuleGraph ofCheckout() {
        Map<String, Set<String>> declared = new HashMap<>();
        for (String module : Modules.all()) {
            read(Modules.root().resolve(module).resolve("pom.xml"), declared);
        }
        return new ModuleGraph(declared);
    }

    /** With one more edge. */
    ModuleGraph with(String from, String to) {
        Map<String, Set<String>> more = new HashMap<>(declared);
        more.merge(from, Set.of(to), (old, added) -> {
            Set<String> all = new LinkedHashSet<>(old);
            all.addAll(added);
            return all;
        });
        return new ModuleGraph(more);
    }

    /** All that a module declares, and what the modules declare that it stands on. */
    Set<String> beneath(String module) {
        if (!declared.containsKey(module)) throw new IllegalArgumentException("there is no module " + module);
        Set<String> found = new LinkedHashSet<>();
        var open = new ArrayDeque<String>(Set.of(module));
        while (!open.isEmpty()) {
            for (String next : declared.getOrDefault(open.poll(), Set.of())) {
                if (found.add(next)) open.add(next);
            }
        }
        return found;
    }

    private static void read(Path file, Map<String, Set<String>> declared) {
        try {
            String pom = PARENT.matcher(Files.readString(file)).replaceFirst("");
            String own = MANAGED_OR_PLUGINS.matcher(pom).replaceAll("");
            Set<String> dependencies = new LinkedHashSet<>();
            DEPENDENCY
                    .matcher(own)
                    .results()
                    .map(match -> match.group(1))
                    .filter(text -> !TEST_SCOPE.matcher(text).find())
                    .forEach(text -> dependencies.add(only(GROUP, text) + ':' + only(ARTIFACT, text)));
            declared.put("io.postwerk:" + only(ARTIFACT, own), dependencies);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String only(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .findFirst()
                .map((MatchResult match) -> match.group(1))
                .orElseThrow(() -> new IllegalArgumentException("no " + pattern + " in " + text));
    }
}
