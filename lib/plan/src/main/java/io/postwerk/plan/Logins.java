package io.postwerk.plan;

import io.postwerk.config.Credentials;
import io.postwerk.crds.NextHopSpec;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The logins at other servers that next hops refer to. */
final class Logins {
    private final Secrets secrets;
    private final SortedMap<String, Credentials.Login> logins = new TreeMap<>();

    Logins(Snapshot snapshot, Findings findings) {
        this.secrets = new Secrets(snapshot, findings);
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
    static String ofRelay(ObjectKey relay) {
        return "relay/" + relay;
    }

    /** Takes the login of a next hop, if it has one and its Secret is there; if that is not, it is reported. */
    void add(Owner owner, String field, NextHopSpec hop, String name) {
        hop.credentials().ifPresent(credentials -> {
            Optional<SecretInput> secret = secrets.require(
                    owner,
                    field + ".credentials.secretRef",
                    credentials.secretRef().name(),
                    "mail for this next hop waits",
                    "username",
                    "password");
            secret.ifPresent(s -> logins.put(
                    name,
                    new Credentials.Login(name, Secrets.value(s, "username").reveal(), Secrets.value(s, "password"))));
        });
    }

    /** Whether a next hop has the login that it needs. */
    boolean has(NextHopSpec hop, String name) {
        return hop.credentials().isEmpty() || logins.containsKey(name);
    }

    SortedMap<String, Credentials.Login> all() {
        return logins;
    }
}
