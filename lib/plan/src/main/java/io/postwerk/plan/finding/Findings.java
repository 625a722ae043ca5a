package io.postwerk.plan.finding;

import io.postwerk.crds.manifest.Problem;
import io.postwerk.plan.finding.ResourceFacts.Fact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Collects what is wrong, and what follows from it for the status of each resource. */
public final class Findings {
    private static final Fact ACCEPTED = new Fact(true, Reason.ACCEPTED, "");
    private static final Fact RESOLVED = new Fact(true, Reason.RESOLVED, "");

    private final List<Problem> problems;
    private final Map<Claimant, Fact> accepted;
    private final Map<Claimant, Fact> resolved;
    private final Set<Claimant> invalid;

    /** None yet. */
    public Findings() {
        this.problems = new ArrayList<>();
        this.accepted = new HashMap<>();
        this.resolved = new HashMap<>();
        this.invalid = new HashSet<>();
    }

    private Findings(Findings others) {
        this.problems = new ArrayList<>(others.problems);
        this.accepted = new HashMap<>(others.accepted);
        this.resolved = new HashMap<>(others.resolved);
        this.invalid = new HashSet<>(others.invalid);
    }

    /** The same findings, to which others can be added without changing these. */
    public Findings copy() {
        return new Findings(this);
    }

    /** Notes that a resource belongs to this plan. */
    public void register(Claimant owner) {
        accepted.putIfAbsent(owner, ACCEPTED);
        resolved.putIfAbsent(owner, RESOLVED);
    }

    /** A problem that the reader of manifests found. */
    public void add(Problem problem) {
        problems.add(problem);
    }

    /** Something that makes a resource, or a part of it, have no effect. */
    public void error(Claimant owner, String field, Reason reason, String what, String remedy) {
        problems.add(Problem.error(owner.source(), owner.title(), field, what, remedy));
        reject(owner, reason, (field.isEmpty() ? "" : field + ": ") + what + (remedy.isEmpty() ? "" : "; " + remedy));
    }

    /** A resource is not accepted for a reason that is reported already. The first reason stays. */
    public void reject(Claimant owner, Reason reason, String message) {
        register(owner);
        if (Objects.requireNonNull(accepted.get(owner)).holds()) {
            accepted.put(owner, new Fact(false, reason, message));
        }
    }

    /** Something that a resource may not want, although no rule of its CRD speaks of it: nothing of it has effect. */
    public void forbid(Claimant owner, String field, Reason reason, String what, String remedy) {
        invalid.add(owner);
        error(owner, field, reason, what, remedy);
    }

    /** A rule of the CRD is broken; the message is the CRD's own. */
    public void rule(Claimant owner, String field, String message) {
        invalid.add(owner);
        int semicolon = message.indexOf("; ");
        error(
                owner,
                field,
                Reason.INVALID,
                semicolon < 0 ? message : message.substring(0, semicolon),
                semicolon < 0 ? "" : message.substring(semicolon + 2));
    }

    /** Something that a resource refers to is not there; the rest of it has effect. */
    public void unresolved(Claimant owner, String field, Reason reason, String what, String remedy) {
        register(owner);
        Problem problem = isPassing(reason)
                ? Problem.warning(owner.source(), owner.title(), field, what, remedy)
                : Problem.error(owner.source(), owner.title(), field, what, remedy);
        problems.add(problem);
        if (Objects.requireNonNull(resolved.get(owner)).holds()) {
            resolved.put(owner, new Fact(false, reason, field + ": " + what + "; " + remedy));
        }
    }

    /** Whether it will likely be there without anybody's doing, or something stands in for it. */
    private static boolean isPassing(Reason reason) {
        return reason == Reason.PENDING
                || reason == Reason.CERTIFICATE_PENDING
                || reason == Reason.CERT_MANAGER_MISSING;
    }

    /** Something that is likely not meant so. */
    public void warning(Claimant owner, String field, String what, String remedy) {
        problems.add(Problem.warning(owner.source(), owner.title(), field, what, remedy));
    }

    /** Whether the resource keeps all rules of its CRD and wants nothing forbidden. If not, nothing of it is to be believed. */
    public boolean isValid(Claimant owner) {
        return !invalid.contains(owner);
    }

    /** What is to be said of a resource that is not accepted. */
    String message(Claimant owner) {
        return accepted.getOrDefault(owner, ACCEPTED).message();
    }

    public List<Problem> problems() {
        return problems.stream().sorted().distinct().toList();
    }

    public List<ResourceFacts> facts() {
        return accepted.keySet().stream()
                .sorted(Comparator.comparing(Claimant::kind).thenComparing(Claimant::key))
                .map(owner -> new ResourceFacts(
                        owner.kind(),
                        owner.key(),
                        owner.generation(),
                        Objects.requireNonNull(accepted.get(owner)),
                        Objects.requireNonNull(resolved.get(owner))))
                .toList();
    }
}
