package io.postwerk.imapserver;

import io.postwerk.mail.EmailAddress;
import io.postwerk.sasl.User;
import io.postwerk.sasl.UserDirectory;
import io.postwerk.sasl.UserLookup;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Users that a test makes up, and changes. */
public final class FakeDirectory implements UserDirectory {
    private final Map<EmailAddress, UserLookup> results = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    public FakeDirectory with(String address, String mailboxId) {
        return put(address, new User(at(address), mailboxId, OptionalLong.empty(), OptionalLong.empty(), false));
    }

    public FakeDirectory withQuota(String address, String mailboxId, long octets) {
        return put(address, new User(at(address), mailboxId, OptionalLong.of(octets), OptionalLong.empty(), false));
    }

    public FakeDirectory disable(String address, String mailboxId) {
        return put(address, new User(at(address), mailboxId, OptionalLong.empty(), OptionalLong.empty(), true));
    }

    public FakeDirectory breakDown(String address) {
        results.put(at(address), new UserLookup.Unavailable("broken"));
        return this;
    }

    public FakeDirectory remove(String address) {
        results.remove(at(address));
        return this;
    }

    /** Tells the listeners. */
    public void change() {
        listeners.forEach(Runnable::run);
    }

    @Override
    public UserLookup lookup(EmailAddress address, String service, long minSequence) {
        return results.getOrDefault(address, new UserLookup.Unknown());
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private FakeDirectory put(String address, User user) {
        results.put(at(address), new UserLookup.Found(user));
        return this;
    }

    private static EmailAddress at(String address) {
        return EmailAddress.tryParse(address).orElseThrow();
    }
}
