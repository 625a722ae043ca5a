package io.postwerk.operator.model;

import io.postwerk.config.Program;
import java.util.Locale;

/**
 * What the objects of a MailServer are called. Its name has at most 32 characters and an exposure's at most 20, by validation: so
 * Services' names and the labels of pods' revisions have no more than the 63 that they may have.
 *
 * @param server name of the MailServer
 */
public record Names(String server) {
    /** StatefulSet, headless Service, ServiceAccount, PodDisruptionBudget and NetworkPolicy of a workload. */
    public String workload(Workload workload) {
        return server + "-" + workload.component();
    }

    /** ConfigMap with the index of every program. */
    public String index() {
        return server + "-index";
    }

    /** ConfigMap with the files of a program that belong to no bucket. */
    public String config(Program program) {
        return server + "-" + program.folder();
    }

    /** Secret with a program's secrets towards others. */
    public String credentials(Program program) {
        return config(program) + "-credentials";
    }

    /** ConfigMap with a bucket of domains and aliases. */
    public String routing(int bucket) {
        return numbered("routing", bucket);
    }

    /** Secret with a bucket of users. */
    public String users(int bucket) {
        return numbered("users", bucket);
    }

    /** Secret with the recent removals. */
    public String removals() {
        return server + "-removals";
    }

    /** Secret with the key that salts are derived from. */
    public String installationKey() {
        return server + "-installation-key";
    }

    /** Secret with the CA of SelfSigned certificates. */
    public String servingAuthority() {
        return server + "-ca";
    }

    /** Secret with the CA between our own programs. */
    public String internalAuthority() {
        return server + "-internal-ca";
    }

    /** Secret with a server's identity towards the other. */
    public String internal(Workload workload) {
        return server + "-internal-" + workload.component();
    }

    /** Secret of a certificate that clients see, unless it is someone else's. */
    public String certificate(String name) {
        return server + "-cert-" + name;
    }

    /** Service of an exposure. */
    public String exposure(String exposure, Workload workload) {
        return server + "-" + exposure + "-" + workload.part();
    }

    /** PersistentVolumeClaim of a pod. */
    public String claim(Workload workload, int ordinal) {
        return StatefulSets.CLAIM + "-" + workload(workload) + "-" + ordinal;
    }

    private String numbered(String kind, int bucket) {
        return String.format(Locale.ROOT, "%s-%s-%02d", server, kind, bucket);
    }
}
