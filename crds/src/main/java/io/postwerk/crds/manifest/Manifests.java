package io.postwerk.crds.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.Relay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one or more files of manifests hold.
 *
 * @param resources resources that fit their schemas, of the kinds that Postwerk knows
 * @param broken custom resources that do not
 * @param problems everything that is wrong, those of broken resources among it
 * @param readable whether every file could be read as YAML. If not, what is missing is unknown, and nothing should be changed
 */
public record Manifests(
        List<Sourced<?>> resources, List<BrokenResource> broken, List<Problem> problems, boolean readable) {

    public Manifests {
        resources = List.copyOf(resources);
        broken = List.copyOf(broken);
        problems = List.copyOf(problems);
    }

    /** All files' content in one. Of two resources of one kind, namespace and name the first is taken, and the other reported. */
    public static Manifests merge(List<Manifests> files) {
        List<Sourced<?>> resources = new ArrayList<>();
        List<BrokenResource> broken = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Map<String, Source> taken = new HashMap<>();
        boolean readable = true;
        for (Manifests file : files) {
            problems.addAll(file.problems);
            readable &= file.readable;
            for (Sourced<?> resource : file.resources) {
                if (isFirst(resource.title(), resource.source(), taken, problems)) {
                    resources.add(resource);
                }
            }
            for (BrokenResource resource : file.broken) {
                // Those without a name may be many, and none is to be forgotten.
                if (resource.name().isEmpty() || isFirst(resource.title(), resource.source(), taken, problems)) {
                    broken.add(resource);
                }
            }
        }
        return new Manifests(resources, broken, problems, readable);
    }

    private static boolean isFirst(String title, Source source, Map<String, Source> taken, List<Problem> problems) {
        Source before = taken.putIfAbsent(title, source);
        if (before != null) {
            problems.add(Problem.error(
                    source, title, "", "is there already, in " + before.file() + ":" + before.line(), "remove one"));
        }
        return before == null;
    }

    /** The MailServers. */
    public List<Sourced<MailServer>> servers() {
        return of(MailServer.class);
    }

    /** The MailDomains. */
    public List<Sourced<MailDomain>> domains() {
        return of(MailDomain.class);
    }

    /** The MailUsers. */
    public List<Sourced<MailUser>> users() {
        return of(MailUser.class);
    }

    /** The Relays. */
    public List<Sourced<Relay>> relays() {
        return of(Relay.class);
    }

    /** The Secrets. */
    public List<Sourced<Secret>> secrets() {
        return of(Secret.class);
    }

    /** The Namespaces. */
    public List<Sourced<Namespace>> namespaces() {
        return of(Namespace.class);
    }

    private <T extends HasMetadata> List<Sourced<T>> of(Class<T> type) {
        return resources.stream()
                .filter(sourced -> type.isInstance(sourced.resource()))
                .map(sourced -> new Sourced<>(type.cast(sourced.resource()), sourced.source()))
                .toList();
    }
}
