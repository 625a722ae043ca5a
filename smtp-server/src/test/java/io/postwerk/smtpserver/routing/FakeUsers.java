package io.postwerk.smtpserver.routing;

import io.postwerk.mail.EmailAddress;
import io.postwerk.sasl.User;
import io.postwerk.sasl.UserDirectory;
import io.postwerk.sasl.UserLookup;
import io.postwerk.smtpserver.queue.QueueFixtures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Users in a map. The mailbox id of {@code alice@example.org} is {@code id-alice@example.org}. */
public final class FakeUsers implements UserDirectory {
    private final Map<EmailAddress, UserLookup> users = new HashMap<>();
    private final List<Runnable> listeners = new ArrayList<>();
    private final List<String> lookups = new ArrayList<>();
    private long sequence = Long.MAX_VALUE;

    public synchronized FakeUsers with(String... addresses) {
        for (String address : addresses) {
            users.put(QueueFixtures.address(address), new UserLookup.Found(record(address, false)));
        }
        return this;
    }

    public synchronized FakeUsers disabled(String address) {
        users.put(QueueFixtures.address(address), new UserLookup.Found(record(address, true)));
        return this;
    }

    public synchronized FakeUsers unavailable(String address) {
        users.put(QueueFixtures.address(address), new UserLookup.Unavailable("no usable Secret"));
        return this;
    }

    public synchronized FakeUsers without(String address) {
        users.remove(QueueFixtures.address(address));
        return this;
    }

    /** The users are of this sequence: whoever asks for a later one gets no answer. */
    public synchronized FakeUsers at(long newSequence) {
        sequence = newSequence;
        return this;
    }

    public static User record(String address, boolean disabled) {
        EmailAddress parsed = QueueFixtures.address(address);
        return new User(parsed, "id-" + parsed.canonical(), OptionalLong.empty(), OptionalLong.empty(), disabled);
    }

    public static User login(String address) {
        User record = record(address, false);
        return User.of(record.address(), record.mailboxId());
    }

    /** Tells of a change. */
    public void changed() {
        List<Runnable> told;
        synchronized (this) {
            told = List.copyOf(listeners);
        }
        told.forEach(Runnable::run);
    }

    /** The addresses that were looked up, in order. */
    public synchronized List<String> lookups() {
        return List.copyOf(lookups);
    }

    @Override
    public synchronized UserLookup lookup(EmailAddress address, String service, long minSequence) {
        lookups.add(address.toString());
        if (minSequence > sequence) {
            return new UserLookup.Unavailable("users are of sequence " + sequence);
        }
        return users.getOrDefault(address, new UserLookup.Unknown());
    }

    @Override
    public synchronized void onChange(Runnable listener) {
        listeners.add(listener);
    }
}
