package io.postwerk.operator.model;

import io.postwerk.crds.CertificateSpec;
import io.postwerk.operator.model.PodInputs.CertificateMount;
import io.postwerk.plan.server.CertificateNeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The certificates in the pods. */
final class Certificates {
    private Certificates() {}

    /**
     * Those of the MailServer, whether their Secrets are there or not (one that appears later needs no other pod template), then
     * those that the plan has in place of missing ones.
     */
    static List<CertificateMount> of(ModelInput input, Names names) {
        List<CertificateMount> mounts = new ArrayList<>();
        for (CertificateSpec spec : input.server().getSpec().tls().certificates()) {
            mounts.add(new CertificateMount(
                    spec.name(),
                    spec.secretRef().map(ref -> ref.name()).orElseGet(() -> names.certificate(spec.name()))));
        }
        for (CertificateNeed need : input.plan().certificates()) {
            Optional<CertificateMount> present =
                    mounts.stream().filter(m -> m.name().equals(need.name())).findFirst();
            if (present.isEmpty()) {
                mounts.add(new CertificateMount(need.name(), names.certificate(need.name())));
            }
        }
        return mounts;
    }
}
