package io.postwerk.imapserver.runtime;

import io.postwerk.net.BindAddress;
import io.postwerk.net.BindFailedException;
import io.postwerk.net.Connection;
import io.postwerk.net.ListenerSettings;
import io.postwerk.net.NetServer;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.MechanismFlag;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.channel.LineChannel;
import io.postwerk.sasl.channel.LineSession;
import io.postwerk.sasl.wire.Auth;
import io.postwerk.sasl.wire.AuthClientMessage;
import io.postwerk.sasl.wire.Base64Data;
import io.postwerk.sasl.wire.Changed;
import io.postwerk.sasl.wire.Cookie;
import io.postwerk.sasl.wire.Cuid;
import io.postwerk.sasl.wire.Done;
import io.postwerk.sasl.wire.Fail;
import io.postwerk.sasl.wire.LineFramer;
import io.postwerk.sasl.wire.Mech;
import io.postwerk.sasl.wire.NotFound;
import io.postwerk.sasl.wire.Ok;
import io.postwerk.sasl.wire.Parameters;
import io.postwerk.sasl.wire.Spid;
import io.postwerk.sasl.wire.User;
import io.postwerk.sasl.wire.UserFound;
import io.postwerk.sasl.wire.UserdbClientMessage;
import io.postwerk.sasl.wire.Version;
import io.postwerk.sasl.wire.Watch;
import io.postwerk.sasl.wire.WireException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Speaks as much of auth-sidecar's protocol as a training run needs: PLAIN, lookups and the telling of changes, for users
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
        public Duration patience() {
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
                channel.send(Version.INTERNAL);
                channel.send(new Mech(new MechanismInfo("PLAIN", Set.of(MechanismFlag.PLAINTEXT))));
                channel.send(new Spid(1));
                channel.send(new Cuid(1));
                channel.send(new Cookie("0".repeat(32)));
                channel.send(new Done());
            }

            @Override
            public void line(String line) throws WireException {
                if (AuthClientMessage.parse(line) instanceof Auth auth) logIn(auth);
            }

            private void logIn(Auth auth) {
                String[] parts = auth.initialResponse(Version.INTERNAL.minor())
                        .map(data -> data instanceof Base64Data.Octets(byte[] octets)
                                ? new String(octets, StandardCharsets.UTF_8)
                                : "")
                        .orElse("")
                        .split("\0", -1);
                Account account = parts.length == 3 ? accounts.get(parts[1]) : null;
                if (account == null || account.disabled() || !account.password().equals(parts[2])) {
                    channel.send(Fail.of(auth.id(), Optional.empty(), FailureReason.CREDENTIALS));
                    return;
                }
                channel.send(new Ok(
                        auth.id(),
                        Parameters.builder()
                                .add("user", parts[1])
                                .add(Ok.MAILBOX_ID, account.mailboxId())
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
            channel.post(() -> channel.send(new Changed(id, now)));
        }

        @Override
        public void opened() {
            channel.send(Version.COMMON);
            channel.send(new Spid(1));
        }

        @Override
        public void line(String line) throws WireException {
            switch (UserdbClientMessage.parse(line)) {
                case Watch(long id) -> {
                    watches.put(this, id);
                    channel.send(new Changed(id, sequence.get()));
                }
                case User user -> lookUp(user);
                default -> {}
            }
        }

        private void lookUp(User user) {
            Account account = accounts.get(user.userId());
            if (account == null) {
                channel.send(new NotFound(user.id()));
                return;
            }
            channel.send(new UserFound(
                    user.id(),
                    user.userId(),
                    Parameters.builder()
                            .add(UserFound.MAILBOX_ID, account.mailboxId())
                            .addIf(account.disabled(), UserFound.DISABLED)
                            .build()));
        }

        @Override
        public void closed() {
            watches.remove(this);
        }
    }
}
