package io.postwerk.sasl.client;

import io.postwerk.mail.EmailAddress;
import io.postwerk.sasl.UserDirectory;
import io.postwerk.sasl.UserLookup;
import io.postwerk.sasl.wire.Parameters;
import io.postwerk.sasl.wire.UserdbCommand;
import io.postwerk.sasl.wire.UserdbServerMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@link UserDirectory} over an authentication service's socket for lookups: that of auth-sidecar, or a Dovecot's, which never
 * tells of changes and knows no sequence. Any number of lookups share one connection.
 */
public final class UserDirectoryClient implements UserDirectory, AutoCloseable {

    private static final Logger LOG = System.getLogger(UserDirectoryClient.class.getName());
    private static final long NO_USERS = 0;

    private final ServiceLink<UserdbLink> lookups;
    private final ServiceLink<WatchLink> watch;
    private final ClientTimeouts timeouts;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong lastSequence = new AtomicLong(NO_USERS);

    private UserDirectoryClient(Connector connector, ClientTimeouts timeouts) {
        this.lookups = new ServiceLink<>("lookups", connector, UserdbLink::new);
        this.watch = new ServiceLink<>(
                "changes of users", connector, (channel, ready) -> new WatchLink(channel, ready, this::changed));
        this.timeouts = timeouts;
    }

    /** Begins to connect, and returns at once. */
    public static UserDirectoryClient start(Connector connector, ClientTimeouts timeouts) {
        var client = new UserDirectoryClient(connector, timeouts);
        client.lookups.start();
        client.watch.start();
        return client;
    }

    /** Whether the service can be asked now. */
    public boolean connected() {
        return lookups.session(Duration.ZERO).isPresent();
    }

    @Override
    public UserLookup lookup(EmailAddress address, String service, long minSequence) {
        Optional<UserdbLink> session = lookups.session(timeouts.connection());
        if (session.isEmpty()) {
            return new UserLookup.Unavailable("no connection to the user directory");
        }
        var parameters = Parameters.builder().add("service", service);
        if (minSequence > 0) {
            parameters.add(UserdbCommand.User.MIN_SEQUENCE, Long.toString(minSequence));
        }
        Parameters asked = parameters.build();
        var answer = session.get().ask(id -> new UserdbCommand.User(id, address.canonical(), asked), timeouts.answer());
        if (answer.message().isEmpty()) {
            session.get().forget(answer.id(), Optional.empty());
            return new UserLookup.Unavailable("no answer from the user directory");
        }
        return toResult(answer.message().get());
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        lookups.close();
        watch.close();
    }

    private static UserLookup toResult(UserdbServerMessage answer) {
        return switch (answer) {
            case UserdbServerMessage.UserFound found ->
                found.user()
                        .<UserLookup>map(UserLookup.Found::new)
                        .orElseGet(() ->
                                new UserLookup.Unavailable("the user directory gave a user name that is no address"));
            case UserdbServerMessage.NotFound _ -> new UserLookup.Unknown();
            case UserdbServerMessage.Fail fail ->
                new UserLookup.Unavailable(fail.text().orElse("the user directory gave no reason"));
            default -> new UserLookup.Unavailable("an answer of the wrong kind");
        };
    }

    /** Also called at the start of every connection, which reports changes that happened while there was none. */
    private void changed(long sequence) {
        if (sequence == NO_USERS || lastSequence.getAndSet(sequence) == sequence) {
            return;
        }
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "A listener to changes of users failed", e);
            }
        }
    }
}
