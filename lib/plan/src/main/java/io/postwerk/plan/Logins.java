package io.postwerk.plan;

import io.postwerk.config.Credentials;
import io.postwerk.config.SecretText;
import io.postwerk.crds.NextHopSpec;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The logins at other servers that next hops refer to. */
final class Logins {
    private final Snapshot snapshot;
    private final Findings findings;
    private final SortedMap<String, Credentials.Login> logins = new TreeMap<>();

    Logins(Snapshot snapshot, Findings findings) {
        this.snapshot = snapshot;
        this.findings = findings;
    }

    /** Name of the login of the MailServer's own next hop. */
    static String ofServer(ObjectKey server) {
        return "mailserver/" + server;
    }

    /** Name of the login of a Relay's next hop. */
    static String ofRelay(ObjectKey relay) {
        return "relay/" + relay;
    }

    /** Takes the login of a next hop, and says whether it has all it needs. */
    boolean add(Owner owner, String field, NextHopSpec hop, String name) {
        if (hop.credentials().isEmpty()) {
            return true;
        }
        ObjectKey key = new ObjectKey(
                owner.namespace(), hop.credentials().get().secretRef().name());
        Optional<SecretInput> secret = Optional.ofNullable(snapshot.secrets().get(key));
        Optional<SecretText> username = secret.flatMap(s -> s.value("username"));
        Optional<SecretText> password = secret.flatMap(s -> s.value("password"));
        if (username.isEmpty() || password.isEmpty()) {
            findings.unresolved(
                    owner,
                    field + ".credentials.secretRef",
                    Reason.SECRET_NOT_FOUND,
                    "there is no Secret " + key + " with username and password",
                    "add it; until then mail for this next hop waits");
            return false;
        }
        logins.put(name, new Credentials.Login(name, username.get().reveal(), password.get()));
        return true;
    }

    SortedMap<String, Credentials.Login> all() {
        return logins;
    }
}
