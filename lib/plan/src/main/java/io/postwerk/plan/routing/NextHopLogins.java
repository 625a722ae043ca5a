package io.postwerk.plan.routing;

import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.crds.NextHopSpec;
import io.postwerk.crds.ObjectKey;
import io.postwerk.plan.finding.BucketLimit;
import io.postwerk.plan.finding.Claimant;
import io.postwerk.plan.finding.Findings;
import io.postwerk.plan.secret.SecretInputs;
import io.postwerk.plan.secret.Secrets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The logins at other servers that next hops refer to. */
public final class NextHopLogins {
    private final Findings findings;
    private final Secrets secrets;
    private final Map<String, Claimant> owners = new HashMap<>();
    private final SortedMap<String, SmtpCredentials.Login> logins = new TreeMap<>();

    public NextHopLogins(SecretInputs secrets, Findings findings) {
        this.findings = findings;
        this.secrets = new Secrets(secrets, findings);
    }

    /** Name of the login of the MailServer's own next hop. */
    static String ofServer(ObjectKey server) {
        return "mailserver/" + server;
    }

    /** Name of the login of a route's next hop. */
    static String ofRoute(ObjectKey server, String route) {
        return ofServer(server) + "/route/" + route;
    }

    /** Name of the login of a Relay's next hop. */
    public static String ofRelay(ObjectKey relay) {
        return "relay/" + relay;
    }

    /** Takes the login of a next hop, if it has one and its Secret is there; if that is not, it is reported. */
    public void add(Claimant owner, String field, NextHopSpec hop, String name) {
        hop.credentials()
                .flatMap(credentials -> secrets.login(
                        owner,
                        field + ".credentials.secretRef",
                        credentials.secretRef(),
                        "mail for this next hop waits",
                        name))
                .ifPresent(login -> {
                    logins.put(name, login);
                    owners.put(name, owner);
                });
    }

    /** Leaves out the logins of resources that take too much of the one file; what needs them waits. */
    public void fit() {
        Set<Claimant> rejected = BucketLimit.choose(logins.values().stream()
                .map(login -> {
                    Claimant owner = Objects.requireNonNull(owners.get(login.name()));
                    long octets = ConfigJson.write(login).length;
                    return new BucketLimit.Part(owner, octets, owner.kind().equals("MailServer") ? octets : 0);
                })
                .toList());
        rejected.forEach(owner -> BucketLimit.report(findings, owner, "mail for its next hop waits"));
        logins.keySet().removeIf(name -> rejected.contains(owners.get(name)));
    }

    /** Whether a next hop has the login that it needs. */
    boolean has(NextHopSpec hop, String name) {
        return hop.credentials().isEmpty() || logins.containsKey(name);
    }

    public SortedMap<String, SmtpCredentials.Login> all() {
        return logins;
    }
}
