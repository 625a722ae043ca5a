package io.postwerk.plan.server;

import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.server.DirectoryConfig;
import io.postwerk.config.server.TlsConfig;
import io.postwerk.config.server.TokenIssuerConfig;
import io.postwerk.crds.AuthSpec;
import io.postwerk.crds.DirectorySpec;
import io.postwerk.crds.MailServerSpec;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.Reference;
import io.postwerk.mail.DomainName;
import io.postwerk.plan.finding.Claimant;
import io.postwerk.plan.finding.Findings;
import io.postwerk.plan.secret.SecretInputs;
import io.postwerk.plan.secret.Secrets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where users come from, beside MailUsers, who issues tokens for them, and the logins at both. */
public final class Directories {
    /** Not a name that a directory can be given. */
    private static final String MAIL_USERS = "MailUsers";

    private static final int TIMEOUT_MILLIS = 3_000;
    private static final Set<AuthSpec.Mechanism> WITH_TOKENS =
            EnumSet.of(AuthSpec.Mechanism.OAUTHBEARER, AuthSpec.Mechanism.XOAUTH2);

    private final ObjectKey server;
    private final Claimant owner;
    private final MailServerSpec spec;
    private final Findings findings;
    private final Secrets secrets;
    private final SortedMap<String, SmtpCredentials.Login> logins = new TreeMap<>();

    public Directories(SecretInputs secrets, Claimant owner, MailServerSpec spec, Findings findings) {
        this.server = owner.key();
        this.owner = owner;
        this.spec = spec;
        this.findings = findings;
        this.secrets = new Secrets(secrets, findings);
    }

    /** Reports what cannot work, and takes the logins whose Secrets are there. */
    public void resolve() {
        for (int i = 0; i < spec.directories().size(); i++) {
            DirectorySpec directory = spec.directories().get(i);
            login(
                    "spec.directories[" + i + "]",
                    "directory/" + directory.name(),
                    directory.secretRef(),
                    "it cannot be asked");
        }
        for (int i = 0; i < spec.auth().issuers().size(); i++) {
            AuthSpec.TokenIssuer issuer = spec.auth().issuers().get(i);
            login("spec.auth.issuers[" + i + "]", "issuer/" + issuer.name(), issuer.secretRef(), "it cannot be asked");
        }
        if (spec.directories().stream().anyMatch(Directories::binds)
                && mechanisms().stream().anyMatch(m -> m.registeredName().startsWith("SCRAM"))) {
            findings.warning(
                    owner,
                    "spec.auth.mechanisms",
                    "users of an LDAP directory cannot log in by SCRAM, and their mail programs may try that first",
                    "set it to [PLAIN, LOGIN]");
        }
        if (mechanisms().stream().anyMatch(WITH_TOKENS::contains)
                && spec.auth().issuers().isEmpty()) {
            findings.warning(
                    owner,
                    "spec.auth.mechanisms",
                    "no token is good without an issuer",
                    "add one to spec.auth.issuers");
        }
    }

    private void login(String field, String name, Optional<Reference.Secret> reference, String consequence) {
        reference
                .flatMap(ref -> secrets.login(owner, field + ".secretRef", ref, consequence, name))
                .ifPresent(login -> logins.put(name, login));
    }

    /** The logins, sorted by name. */
    public List<SmtpCredentials.Login> logins() {
        return List.copyOf(logins.values());
    }

    List<AuthSpec.Mechanism> mechanisms() {
        return spec.auth().mechanisms().isEmpty()
                ? List.of(AuthSpec.Mechanism.SCRAM_SHA_256, AuthSpec.Mechanism.PLAIN, AuthSpec.Mechanism.LOGIN)
                : spec.auth().mechanisms();
    }

    List<DirectoryConfig> directories() {
        List<DirectoryConfig> directories = new ArrayList<>();
        boolean named =
                spec.directories().stream().anyMatch(directory -> directory.type() == DirectorySpec.Type.RESOURCES);
        if (!spec.directories().isEmpty() && !named) {
            // A MailUser that is Ready must not be unknown.
            directories.add(new DirectoryConfig(
                    MAIL_USERS, List.of(), server.toString(), new DirectoryConfig.Source.Resources()));
        }
        for (DirectorySpec directory : spec.directories()) {
            source(directory)
                    .ifPresent(source -> directories.add(
                            new DirectoryConfig(directory.name(), domains(directory), server.toString(), source)));
        }
        return directories;
    }

    /** Whether passwords go to an LDAP server, which alone knows what they are checked with. */
    private static boolean binds(DirectorySpec directory) {
        return directory
                .ldap()
                .filter(ldap -> ldap.passwordAttribute().isEmpty())
                .isPresent();
    }

    private static List<DomainName> domains(DirectorySpec directory) {
        return directory.domains().stream()
                .flatMap(domain -> DomainName.tryParse(domain).stream())
                .toList();
    }

    /** None for a directory that breaks a rule, which is reported elsewhere. */
    private static Optional<DirectoryConfig.Source> source(DirectorySpec directory) {
        return switch (directory.type()) {
            case RESOURCES -> Optional.of(new DirectoryConfig.Source.Resources());
            case SQL -> directory.sql().map(Directories::sql);
            case LDAP -> directory.ldap().map(Directories::ldap);
        };
    }

    private static DirectoryConfig.Source sql(DirectorySpec.Sql sql) {
        return new DirectoryConfig.Source.Sql(
                sql.url(), sql.userQuery(), sql.listQuery(), sql.connections(), TIMEOUT_MILLIS);
    }

    private static DirectoryConfig.Source ldap(DirectorySpec.Ldap ldap) {
        TlsConfig.Mode tls = switch (ldap.tls()) {
            case NONE -> TlsConfig.Mode.NONE;
            case START_TLS -> TlsConfig.Mode.START_TLS;
            case IMPLICIT -> TlsConfig.Mode.IMPLICIT;
        };
        return new DirectoryConfig.Source.Ldap(
                ldap.hosts(),
                tls,
                ldap.ca(),
                ldap.baseDn(),
                ldap.filter(),
                ldap.userDn(),
                ldap.addressAttribute(),
                ldap.quotaAttribute(),
                ldap.passwordAttribute(),
                ldap.disabledFilter(),
                ldap.connections(),
                TIMEOUT_MILLIS);
    }

    List<TokenIssuerConfig> issuers() {
        return spec.auth().issuers().stream()
                .filter(issuer -> issuer.jwksUri().isPresent()
                        != issuer.introspectionUri().isPresent())
                .map(issuer -> new TokenIssuerConfig(
                        issuer.name(),
                        issuer.issuer(),
                        issuer.audience(),
                        issuer.userClaim(),
                        issuer.requireVerifiedEmail(),
                        issuer.jwksUri(),
                        issuer.introspectionUri(),
                        issuer.ca()))
                .toList();
    }
}
