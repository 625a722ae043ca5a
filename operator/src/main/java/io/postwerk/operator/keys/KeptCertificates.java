package io.postwerk.operator.keys;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.postwerk.plan.Reason;
import java.util.List;

/**
 * The certificates of a MailServer.
 *
 * @param objects what should be there before pods start: Secrets with CAs and certificates, orders for cert-manager
 * @param findings what is wrong with some; the rest works
 */
public record KeptCertificates(List<HasMetadata> objects, List<Finding> findings) {
    public KeptCertificates {
        objects = List.copyOf(objects);
        findings = List.copyOf(findings);
    }

    /**
     * What is wrong with a certificate.
     *
     * @param field where it stands in the MailServer, as in {@code spec.tls.certificates[1]}
     * @param reason why, in one word
     * @param message why, for people
     */
    public record Finding(String field, Reason reason, String message) {}
}
