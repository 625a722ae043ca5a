package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Optional;

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

        @Default("Enforce")
        @JsonPropertyDescription(
                "What is done with mail that a user submits if From or Sender in its header is not the user's own, by the rule of the "
                        + "envelope's sender: their address, or an alias that leads to it. Resent mail is judged by Resent-From. Write \"Off\" with quotes: YAML takes it for a boolean "
                        + "otherwise.")
        HeaderFrom headerFrom,

        @Size(min = 1, max = 9)
        @SpecRecord.SetList
        @JsonPropertyDescription(
                "SASL mechanisms, in the order in which they are offered. Those with SCRAM need users whose "
                        + "verifiers are of that kind: those of MailUsers are SCRAM-SHA-256, an LDAP server's users have none. OAUTHBEARER "
                        + "and XOAUTH2 need issuers, EXTERNAL needs tls.clientCertificates. Default: SCRAM-SHA-256, PLAIN, LOGIN. Dovecot: auth_mechanisms.")
        List<Mechanism> mechanisms,

        @Size(max = 8)
        @SpecRecord.MapList("name")
        @JsonPropertyDescription(
                "Issuers of tokens that users can log in with, by OAUTHBEARER and XOAUTH2. Default: none.")
        List<TokenIssuer> issuers,

        @Size(max = 64)
        @SpecRecord.SetList
        @ValidationRule(
                value = "self.all(n, isCIDR(n) && cidr(n) == cidr(n).masked() && cidr(n).prefixLength() > 0)",
                message = Rules.PENALTY_EXEMPTION)
        @JsonPropertyDescription(
                "Networks, in CIDR notation, whose failed logins do not count against the client's address, such as those of a "
                        + "webmail or of a proxy that hides its clients' addresses. They count against the user's name all the same. "
                        + "Default: none. Dovecot: auth_failure_delay and auth penalties, fail2ban: ignoreip.")
        List<@Size(min = 1, max = 43) String> penaltyExemptions,

        @Default("{}") @JsonPropertyDescription("Where auth-sidecar answers other people's servers, such as a Postfix.")
        Sockets sockets) {
    /** What is done with mail of a user whose header names another author. */
    public enum HeaderFrom {
        /** It is refused with 550 5.7.1. */
        @JsonProperty("Enforce")
        ENFORCE,
        /** From becomes the user's address with the display name that was there; the original is kept in X-Original-From, and in Reply-To if there is none. */
        @JsonProperty("Rewrite")
        REWRITE,
        /** The header is not looked at: for users that are other mail servers or mailing list programs. */
        @JsonProperty("Off")
        OFF
    }

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

    /** Who issues tokens that users can log in with. */
    @SpecRecord
    @ValidationRule(value = "has(self.jwksUri) != has(self.introspectionUri)", message = Rules.ISSUER_CHECK)
    public record TokenIssuer(
            @Required @Size(min = 1, max = 63) @Pattern(Patterns.LABEL) @JsonPropertyDescription("Name of the issuer.")
            String name,

            @Required
            @Size(min = 9, max = 1024)
            @Pattern(Patterns.HTTPS_URL)
            @JsonPropertyDescription("The issuer as its tokens name it (claim iss).")
            String issuer,

            @Required
            @Size(min = 1, max = 1024)
            @JsonPropertyDescription(
                    "Audience that a token must have (claim aud): tokens that the issuer makes for other "
                            + "programs are not taken.")
            String audience,

            @Default("email") @Size(min = 1, max = 128) @JsonPropertyDescription("Claim with the user's address.")
            String userClaim,

            @Default("true")
            @JsonPropertyDescription(
                    "Whether the claim email counts only if the claim email_verified is true. If false, "
                            + "anybody who can enter an address at the issuer can log in as the user of that "
                            + "address.")
            boolean requireVerifiedEmail,

            @Size(min = 9, max = 2048)
            @Pattern(Patterns.HTTPS_URL)
            @JsonPropertyDescription("Where the issuer's keys are: tokens are JWTs, and are checked with these.")
            Optional<String> jwksUri,

            @Size(min = 9, max = 2048)
            @Pattern(Patterns.HTTPS_URL)
            @JsonPropertyDescription("Where the issuer is asked about each token (RFC 7662).")
            Optional<String> introspectionUri,

            @JsonPropertyDescription("Secret of type kubernetes.io/basic-auth with the client's id and secret, for "
                    + "introspectionUri, in the namespace of the MailServer.")
            Optional<Reference.Secret> secretRef,

            @Size(min = 1, max = 65536)
            @JsonPropertyDescription(
                    "Certificates of the CAs that are trusted, in PEM. Default: those that the Java platform trusts.")
            Optional<String> ca) {}

    /** Where auth-sidecar answers other people's servers, beside Unix sockets that nobody else can reach. */
    @SpecRecord
    public record Sockets(
            @Size(min = 1, max = 32)
            @Pattern(Patterns.GROUP)
            @JsonPropertyDescription(
                    "Group that the Unix sockets belong to, by name or number, on one machine: that of another mail "
                            + "server which is to use them. Their mode is 0660. Default: the group of the user who runs postwerk. In a cluster they "
                            + "belong to the group of the pods. Dovecot: unix_listener.")
            Optional<String> group,

            @Size(max = 8)
            @SpecRecord.MapList("name")
            @JsonPropertyDescription(
                    "TCP listeners beside the Unix sockets. They have neither TLS nor authentication: whoever can connect can try passwords, and "
                            + "is trusted about clients' addresses and about whether their passwords were protected. Default: none. Dovecot: inet_listener.")
            List<TcpListener> tcp) {}

    /** A TCP port on which auth-sidecar answers other people's servers. */
    @SpecRecord
    public record TcpListener(
            @Required
            @Size(min = 1, max = 63)
            @Pattern(Patterns.LABEL)
            @JsonPropertyDescription("Name of the listener.")
            String name,

            @Default("Auth") @JsonPropertyDescription("Auth for logins, Userdb for which users there are.")
            Service service,

            @Default("127.0.0.1")
            @Size(min = 2, max = 45)
            @ValidationRule(value = "isIP(self)", message = Rules.AUTH_TCP_ADDRESS)
            @JsonPropertyDescription(
                    "IP address to bind. The default can be reached from the machine or the pod alone. With 0.0.0.0 or :: "
                            + "pods of the MailServer's namespace can reach it, and where network policies are not enforced everybody in the "
                            + "cluster; on one machine, whoever can reach the machine.")
            String address,

            @Required
            @Min(1)
            @Max(65535)
            @ValidationRule(value = "!(self in [2424, 9000, 9001, 9002, 9003])", message = Rules.LISTENER_PORT_RESERVED)
            @JsonPropertyDescription("TCP port in the pods or on the machine.")
            int port) {
        /** What is answered. */
        public enum Service {
            /** Logins. */
            @JsonProperty("Auth")
            AUTH,
            /** Which users there are. */
            @JsonProperty("Userdb")
            USERDB
        }
    }
}
