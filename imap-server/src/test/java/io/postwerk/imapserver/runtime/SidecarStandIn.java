package io.postwerk.imapserver.runtime;

import io.postwerk.mail.EmailAddress;
import io.postwerk.net.BindAddress;
import io.postwerk.net.BindFailedException;
import io.postwerk.net.Connection;
import io.postwerk.net.ListenerSettings;
import io.postwerk.net.NetServer;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.MechanismFlag;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.User;
import io.postwerk.sasl.channel.LineChannel;
import io.postwerk.sasl.channel.LineSession;
import io.postwerk.sasl.wire.AuthCommand;
import io.postwerk.sasl.wire.AuthServerMessage;
import io.postwerk.sasl.wire.Base64Data;
import io.postwerk.sasl.wire.LineFramer;
import io.postwerk.sasl.wire.Parameters;
import io.postwerk.sasl.wire.ProtocolVersion;
import io.postwerk.sasl.wire.UserdbCommand;
import io.postwerk.sasl.wire.UserdbServerMessage;
import io.postwerk.sasl.wire.WireException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Speaks as much of auth-sidecar's protocol as imap-server uses: PLAIN, lookups and announcements of changes, for the users
 * that it is given.
 */
final class SidecarStandIn implements AutoCloseable {
    private record Account(String password, String mailboxId, boolean disabled) {}

    private final NetServer net;
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final Map<WatchSession, Long> watches = new ConcurrentHashMap<>();
    private final AtomicLong sequence = new AtomicLong(1);

    private SidecarStandIn(NetServer net) {
        this.net = net;
    }

    /** Listens at these sockets. */
    static SidecarStandIn start(NetServer net, Path auth, Path userdb) throws BindFailedException {
        SidecarStandIn standIn = new SidecarStandIn(net);
        net.bind(unix("auth", auth), connection -> run(connection, standIn::loginSession));
        net.bind(unix("userdb", userdb), connection -> run(connection, standIn::lookupSession));
        return standIn;
    }

    /** There is this user from now on. */
    void put(String address, String password, String mailboxId) {
        change(address, Optional.of(new Account(password, mailboxId, false)));
    }

    /** The user may not log in any more. */
    void disable(String address) {
        Account account = accounts.get(address);
        change(address, Optional.of(new Account(account.password(), account.mailboxId(), true)));
    }

    /** There is no such user any more. */
    void remove(String address) {
        change(address, Optional.empty());
    }

    @Override
    public void close() {
        net.close();
    }

    private void change(String address, Optional<Account> account) {
        account.ifPresentOrElse(a -> accounts.put(address, a), () -> accounts.remove(address));
        long now = sequence.incrementAndGet();
        watches.forEach((session, id) -> session.changed(id, now));
    }

    private static ListenerSettings unix(String name, Path path) {
        return ListenerSettings.of(name, List.of(BindAddress.unix(path, "rw-------")));
    }

    private interface Sessions {
        LineSession open(LineChannel channel);
    }

    private static void run(Connection connection, Sessions sessions) throws IOException {
        LineChannel channel = new LineChannel(connection, new LineFramer(LineFramer.MAX_AUTH_LINE));
        try {
            channel.run(sessions.open(channel));
        } catch (WireException e) {
            throw new IOException(e);
        }
    }

    /** What all sessions have in common: nothing is ever due. */
    private abstract static class Session implements LineSession {
        final LineChannel channel;

        Session(LineChannel channel) {
            this.channel = channel;
        }

        @Override
        public void tick() {}

        @Override
        public Duration maxWait() {
            return Duration.ofHours(1);
        }

        @Override
        public boolean idle() {
            return true;
        }

        @Override
        public void closed() {}
    }

    private LineSession loginSession(LineChannel channel) {
        return new Session(channel) {
            @Override
            public void opened() {
                channel.send(new AuthServerMessage.Version(ProtocolVersion.INTERNAL));
                channel.send(new AuthServerMessage.Mech(new MechanismInfo("PLAIN", Set.of(MechanismFlag.PLAINTEXT))));
                channel.send(new AuthServerMessage.Spid(1));
                channel.send(new AuthServerMessage.Cuid(1));
                channel.send(new AuthServerMessage.Cookie("0".repeat(32)));
                channel.send(new AuthServerMessage.Done());
            }

            @Override
            public void line(String line) throws WireException {
                if (AuthCommand.parse(line) instanceof AuthCommand.Auth auth) logIn(auth);
            }

            private void logIn(AuthCommand.Auth auth) {
                String[] parts = auth.initialResponse(ProtocolVersion.INTERNAL.minor())
                        .map(data -> data instanceof Base64Data.Octets(byte[] octets)
                                ? new String(octets, StandardCharsets.UTF_8)
                                : "")
                        .orElse("")
                        .split("\0", -1);
                Account account = parts.length == 3 ? accounts.get(parts[1]) : null;
                if (account == null || account.disabled() || !account.password().equals(parts[2])) {
                    channel.send(AuthServerMessage.Fail.of(auth.id(), Optional.empty(), FailureReason.CREDENTIALS));
                    return;
                }
                channel.send(new AuthServerMessage.Ok(
                        auth.id(),
                        Parameters.builder()
                                .add("user", parts[1])
                                .add(AuthServerMessage.Ok.MAILBOX_ID, account.mailboxId())
                                .build()));
            }
        };
    }

    private LineSession lookupSession(LineChannel channel) {
        return new WatchSession(channel);
    }

    private final class WatchSession extends Session {
        WatchSession(LineChannel channel) {
            super(channel);
        }

        void changed(long id, long now) {
            channel.post(() -> channel.send(new UserdbServerMessage.Changed(id, now)));
        }

        @Override
        public void opened() {
            channel.send(new UserdbServerMessage.Version(ProtocolVersion.COMMON));
            channel.send(new UserdbServerMessage.Spid(1));
        }

        @Override
        public void line(String line) throws WireException {
            switch (UserdbCommand.parse(line)) {
                case UserdbCommand.Watch(long id) -> {
                    watches.put(this, id);
                    channel.send(new UserdbServerMessage.Changed(id, sequence.get()));
                }
                case UserdbCommand.User user -> lookUp(user);
                default -> {}
            }
        }

        private void lookUp(UserdbCommand.User user) {
            Account account = accounts.get(user.userId());
            if (account == null) {
                channel.send(new UserdbServerMessage.NotFound(user.id()));
                return;
            }
            EmailAddress address = EmailAddress.tryParse(user.userId()).orElseThrow();
            channel.send(UserdbServerMessage.UserFound.of(
                    user.id(),
                    new User(
                            address,
                            account.mailboxId(),
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            account.disabled()),
                    Optional.empty()));
        }

        @Override
        public void closed() {
            watches.remove(this);
        }
    }
}
