package io.postwerk.plan.domain;

import io.postwerk.crds.MailDomainSpec;
import io.postwerk.crds.RelaySpec;
import io.postwerk.mail.DomainName;
import io.postwerk.plan.finding.Claimant;
import java.util.Optional;

/** What a claimed domain would become. */
public sealed interface DomainClaim {
    /**
     * A MailDomain.
     *
     * @param owner the resource
     * @param spec its content; absent if it is not valid
     * @param name its domain
     */
    record Mail(Claimant owner, Optional<MailDomainSpec> spec, DomainName name) implements DomainClaim {
        /** Whether the domain has users. */
        public boolean isMailbox() {
            return spec.map(s -> s.type() == MailDomainSpec.Type.MAILBOX).orElse(true);
        }
    }

    /**
     * A domain of a Relay.
     *
     * @param owner the resource
     * @param spec its content; absent if it does not fit its schema
     * @param complete whether all its recipients could be read
     */
    record Relayed(Claimant owner, Optional<RelaySpec> spec, boolean complete) implements DomainClaim {}

    /** A local domain of the MailServer. */
    record Local() implements DomainClaim {}
}
