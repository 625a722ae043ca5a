package io.postwerk.controlplane;

import io.postwerk.crds.ApiGroup;
import io.postwerk.testkit.Generated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One of Postwerk's resources that the planner's tests or the examples have, good or bad.
 *
 * @param name its file, and which of the file's documents it is
 * @param text as YAML
 */
record Manifest(String name, String text) {
    static List<Manifest> all() throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        for (String folder : List.of("lib/plan/src/test/resources/golden", "examples")) {
            for (Map.Entry<String, String> file :
                    yaml(Generated.root().resolve(folder)).entrySet()) {
                int number = 0;
                for (String document : file.getValue().split("(?m)^---$")) {
                    number++;
                    if (document.contains("apiVersion: " + ApiGroup.API_VERSION))
                        manifests.add(new Manifest(file.getKey() + " " + number, document));
                }
            }
        }
        return manifests;
    }

    private static Map<String, String> yaml(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                texts.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return texts;
    }

    @Override
    public String toString() {
        return name;
    }
}
