package io.postwerk.authsidecar.users;

import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.server.DirectoryConfig;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import io.postwerk.password.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What all kinds of directories have: a name, domains, a login that may change, and ids for the mailboxes of their users. */
public final class Directory {

    private static final int ID_OCTETS = 20;

    private final DirectoryConfig config;
    private final Set<DomainName> domains;
    private final Supplier<Optional<SmtpCredentials.Login>> login;

    /** @param login called at each use, so that a new secret takes effect at once */
    public Directory(DirectoryConfig config, Supplier<Optional<SmtpCredentials.Login>> login) {
        this.config = config;
        this.domains = new HashSet<>(config.domains());
        this.login = login;
    }

    public String name() {
        return config.name();
    }

    public Optional<SmtpCredentials.Login> login() {
        return login.get();
    }

    public boolean covers(EmailAddress address) {
        return domains.isEmpty() || domains.contains(address.domain());
    }

    /** The same for the same address, in every directory of the scope: a user may move from one to another and keep their mail. */
    public String mailboxId(EmailAddress address) {
        return hash(config.mailboxScope(), address.canonical());
    }

    /** The id of a mailbox that the directory names itself; unique to the directory. */
    public String ownMailboxId(String name) {
        return hash(config.mailboxScope(), config.name(), name);
    }

    private static String hash(String... parts) {
        var text = new ByteArrayOutputStream();
        for (String part : parts) {
            text.writeBytes(part.getBytes(StandardCharsets.UTF_8));
            text.write(0);
        }
        return HexFormat.of().formatHex(Sha256.digest(text.toByteArray()), 0, ID_OCTETS);
    }
}
