package io.postwerk.crds.manifest;

import java.util.Comparator;

/**
 * Something wrong with a manifest or a resource, for whoever wrote it.
 *
 * @param severity how bad it is
 * @param file name of the file; empty if there is none
 * @param line line in it; 0 if there is none
 * @param resource the resource, as in {@code MailUser default/alice}; empty if it is not known
 * @param field path of the field, as in {@code spec.aliases[0]}; empty if it is the resource as a whole
 * @param what what is wrong
 * @param remedy what to do about it
 */
public record Problem(
        Severity severity, String file, int line, String resource, String field, String what, String remedy)
        implements Comparable<Problem> {
    private static final Comparator<Problem> ORDER = Comparator.comparing(Problem::file)
            .thenComparingInt(Problem::line)
            .thenComparing(Problem::resource)
            .thenComparing(Problem::field)
            .thenComparing(Problem::what)
            .thenComparing(Problem::remedy)
            .thenComparing(Problem::severity);

    /** How bad a problem is. */
    public enum Severity {
        /** The resource, or the part of it that is named, is not in effect; addresses in it are answered 451. */
        ERROR,
        /** Probably a mistake. It is in effect as written. */
        WARNING
    }

    /** A problem with a field of a resource. */
    public static Problem error(Source source, String resource, String field, String what, String remedy) {
        return new Problem(Severity.ERROR, source.file(), source.lineOf(field), resource, field, what, remedy);
    }

    /** A field of a resource that is probably a mistake. */
    public static Problem warning(Source source, String resource, String field, String what, String remedy) {
        return new Problem(Severity.WARNING, source.file(), source.lineOf(field), resource, field, what, remedy);
    }

    /** Whether something is not in effect because of it. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    /** One line, as in {@code bob.yaml:7: MailUser default/bob: spec.address: ...; ...}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        if (!file.isEmpty()) {
            out.append(file).append(line > 0 ? ":" + line : "").append(": ");
        }
        if (severity == Severity.WARNING) {
            out.append("warning: ");
        }
        if (!resource.isEmpty()) {
            out.append(resource).append(": ");
        }
        if (!field.isEmpty()) {
            out.append(field).append(": ");
        }
        return out.append(what).append(remedy.isEmpty() ? "" : "; " + remedy).toString();
    }
}
