package io.postwerk.authsidecar.users;

import io.postwerk.mail.EmailAddress;
import io.postwerk.password.WorkKind;
import io.postwerk.sasl.User;
import io.postwerk.sasl.UserLookup;
import io.postwerk.sasl.mechanism.CredentialSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All sources of users, in order. The first source that knows a user decides. A source that cannot answer ends the search, because
 * the user may be one of its own: otherwise the next source would take the place of one that is only away.
 */
public final class UserSources implements CredentialSource, AutoCloseable {

    private static final Logger LOG = System.getLogger(UserSources.class.getName());

    private final List<UserSource> sources;
    private final WorkKind kind;

    public UserSources(List<UserSource> sources) {
        this.sources = List.copyOf(sources);
        this.kind = sources.stream().anyMatch(source -> source.workKind() == WorkKind.IO_BOUND)
                ? WorkKind.IO_BOUND
                : WorkKind.CPU_BOUND;
    }

    @Override
    public WorkKind workKind() {
        return kind;
    }

    /** Looks a user up; see {@link UserSource#find}. A name that is no address is unknown. */
    public UserLookup find(String userName, long minSequence) {
        Optional<EmailAddress> address = EmailAddress.tryParse(userName);
        if (address.isEmpty()) {
            return new UserLookup.Unknown();
        }
        for (UserSource source : sources) {
            if (source.covers(address.get())) {
                UserLookup answer = source.find(address.get(), minSequence);
                if (!(answer instanceof UserLookup.Unknown)) {
                    return answer instanceof UserLookup.Found(User user)
                                    && !mayAnswer(source, address.get(), user.address())
                            ? refused(source, address.get(), user.address())
                            : answer;
                }
            }
        }
        return new UserLookup.Unknown();
    }

    /** A source may answer with another address (an alias), but not with an address that belongs to another source. */
    @SuppressWarnings("ReferenceEquality") // sources are objects, not values
    private boolean mayAnswer(UserSource source, EmailAddress asked, EmailAddress answered) {
        return answered.equals(asked)
                || source.covers(answered)
                        && sources.stream()
                                .takeWhile(earlier -> earlier != source)
                                .filter(earlier -> earlier.covers(answered))
                                .allMatch(earlier -> earlier.find(answered, 0) instanceof UserLookup.Unknown);
    }

    private static UserLookup refused(UserSource source, EmailAddress asked, EmailAddress answered) {
        LOG.log(
                Level.WARNING,
                "Directory {0} says that {1} is {2}, who is not one of its users",
                source.name(),
                asked,
                answered);
        return new UserLookup.Unavailable(
                "directory " + source.name() + " answers with a user who is not one of its own");
    }

    @Override
    public UserLookup find(String userName) {
        UserLookup found = find(userName, 0);
        if (found instanceof UserLookup.Unavailable(String cause)) {
            LOG.log(Level.DEBUG, "A login fails for now: {0}", cause);
        }
        return found;
    }

    /** The addresses of all users of all sources; empty when one of them cannot say. */
    public Optional<Stream<String>> names() {
        var all = new ArrayList<Stream<String>>();
        for (UserSource source : sources) {
            Optional<Stream<String>> names = source.names();
            if (names.isEmpty()) {
                return Optional.empty();
            }
            all.add(names.get());
        }
        return Optional.of(all.stream().flatMap(names -> names));
    }

    @Override
    public void close() {
        sources.forEach(UserSource::close);
    }
}
