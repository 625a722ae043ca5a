package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** How users log in. */
@SpecRecord
public record AuthSpec(
        @Default("true")
        @JsonPropertyDescription(
                "Whether a login is neither offered nor accepted before TLS. Postfix: smtpd_tls_auth_only.")
        boolean requireTls,

        @Default("false")
        @JsonPropertyDescription("Whether the Received header names the user who logged in. Postfix: "
                + "smtpd_sasl_authenticated_header.")
        boolean authenticatedHeader,

        @Size(min = 1, max = 9)
        @SetList
        @JsonPropertyDescription(
                "SASL mechanisms, in the order in which they are offered. Those with SCRAM need users whose "
                        + "verifiers are of that kind: those of MailUsers are SCRAM-SHA-256, an LDAP server's users have none. OAUTHBEARER "
                        + "and XOAUTH2 need issuers, EXTERNAL needs tls.clientCertificates. Default: SCRAM-SHA-256, PLAIN, LOGIN. Dovecot: auth_mechanisms.")
        List<Mechanism> mechanisms,

        @Size(max = 8)
        @MapList("name")
        @JsonPropertyDescription(
                "Issuers of tokens that users can log in with, by OAUTHBEARER and XOAUTH2. Default: none.")
        List<TokenIssuerSpec> issuers,

        @Default("{}") @JsonPropertyDescription("Where auth-sidecar answers other people's servers, such as a Postfix.")
        AuthSocketsSpec sockets) {
    /** A SASL mechanism, by its registered name. */
    public enum Mechanism {
        /** SCRAM-SHA-256 that is bound to the TLS session. */
        @JsonProperty("SCRAM-SHA-256-PLUS")
        SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS"),
        /** SCRAM-SHA-1 that is bound to the TLS session, for users who were taken over with such verifiers. */
        @JsonProperty("SCRAM-SHA-1-PLUS")
        SCRAM_SHA_1_PLUS("SCRAM-SHA-1-PLUS"),
        /** A proof that both sides know the password, which is not sent. */
        @JsonProperty("SCRAM-SHA-256")
        SCRAM_SHA_256("SCRAM-SHA-256"),
        /** The same with SHA-1, for users who were taken over with such verifiers. */
        @JsonProperty("SCRAM-SHA-1")
        SCRAM_SHA_1("SCRAM-SHA-1"),
        /** A client certificate, of a CA of spec.tls.clientCertificates. */
        @JsonProperty("EXTERNAL")
        EXTERNAL("EXTERNAL"),
        /** A token of one of the issuers. */
        @JsonProperty("OAUTHBEARER")
        OAUTHBEARER("OAUTHBEARER"),
        /** The same in an older form. */
        @JsonProperty("XOAUTH2")
        XOAUTH2("XOAUTH2"),
        /** The password itself. */
        @JsonProperty("PLAIN")
        PLAIN("PLAIN"),
        /** The password itself, in an older form. */
        @JsonProperty("LOGIN")
        LOGIN("LOGIN");

        private final String registeredName;

        Mechanism(String registeredName) {
            this.registeredName = registeredName;
        }

        /** Its name in the protocols. */
        public String registeredName() {
            return registeredName;
        }
    }
}
