package io.postwerk.authsidecar.users;

import io.postwerk.mail.EmailAddress;
import io.postwerk.password.Effort;
import io.postwerk.sasl.mechanism.CredentialLookup;
import io.postwerk.sasl.mechanism.CredentialSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All sources of users, in their order. The first that knows a user has them; one that cannot answer ends the search, because the
 * user may well be theirs: the next would take the place of a source that is only away.
 */
public final class UserSources implements CredentialSource, AutoCloseable {

    private static final Logger LOG = System.getLogger(UserSources.class.getName());

    private final List<UserSource> sources;
    private final Effort effort;

    public UserSources(List<UserSource> sources) {
        this.sources = List.copyOf(sources);
        this.effort =
                sources.stream().anyMatch(source -> source.effort() == Effort.WAITS) ? Effort.WAITS : Effort.COMPUTES;
    }

    @Override
    public Effort effort() {
        return effort;
    }

    /** Looks a user up; see {@link UserSource#find}. A name that is no address is nobody's. */
    public SourceAnswer find(String userName, long minSequence) {
        Optional<EmailAddress> address = EmailAddress.tryParse(userName);
        if (address.isEmpty()) {
            return new SourceAnswer.Unknown();
        }
        for (UserSource source : sources) {
            if (source.covers(address.get())) {
                SourceAnswer answer = source.find(address.get(), minSequence);
                if (!(answer instanceof SourceAnswer.Unknown)) {
                    return answer instanceof SourceAnswer.Known(SourceUser user)
                                    && !mayAnswer(source, address.get(), user.address())
                            ? refused(source, address.get(), user.address())
                            : answer;
                }
            }
        }
        return new SourceAnswer.Unknown();
    }

    /** A source may know a user by another name, but not be the one who says that somebody is a user of another source. */
    private boolean mayAnswer(UserSource source, EmailAddress asked, EmailAddress answered) {
        return answered.equals(asked)
                || source.covers(answered)
                        && sources.stream()
                                .takeWhile(earlier -> earlier != source)
                                .filter(earlier -> earlier.covers(answered))
                                .allMatch(earlier -> earlier.find(answered, 0) instanceof SourceAnswer.Unknown);
    }

    private static SourceAnswer refused(UserSource source, EmailAddress asked, EmailAddress answered) {
        LOG.log(
                Level.WARNING,
                "Directory {0} says that {1} is {2}, who is not one of its users",
                source.name(),
                asked,
                answered);
        return new SourceAnswer.Unavailable(
                "directory " + source.name() + " answers with a user who is not one of its own");
    }

    @Override
    public CredentialLookup find(String userName, String service) {
        return switch (find(userName, 0)) {
            case SourceAnswer.Unknown() -> new CredentialLookup.Unknown();
            case SourceAnswer.Unavailable(String reason) -> {
                LOG.log(Level.DEBUG, "A login fails for now: {0}", reason);
                yield new CredentialLookup.Unavailable();
            }
            case SourceAnswer.Known(SourceUser user) ->
                new CredentialLookup.Known(
                        user.authenticated(),
                        user.disabled(),
                        user.credentials().apply(service));
        };
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
