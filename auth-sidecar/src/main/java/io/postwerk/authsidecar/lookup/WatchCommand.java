package io.postwerk.authsidecar.lookup;

import io.postwerk.sasl.wire.Changed;
import io.postwerk.sasl.wire.UserdbServerMessage;
import io.postwerk.sasl.wire.Watch;
import io.postwerk.sasl.wire.WireException;
import java.util.Optional;
import java.util.function.Consumer;

/** WATCH: tells the sequence of the users, now and at each change. Once per connection. */
final class WatchCommand {

    private final UserdbService users;
    private final Consumer<UserdbServerMessage> out;
    private final Consumer<Runnable> later;
    private Optional<Runnable> end = Optional.empty();

    WatchCommand(UserdbService users, Consumer<UserdbServerMessage> out, Consumer<Runnable> later) {
        this.users = users;
        this.out = out;
        this.later = later;
    }

    void run(Watch request) throws WireException {
        if (end.isPresent()) {
            throw new WireException("a second WATCH");
        }
        // First watch, then say what is: a change in between is told twice rather than not at all.
        end = Optional.of(users.watch(sequence -> later.accept(() -> out.accept(new Changed(request.id(), sequence)))));
        out.accept(new Changed(request.id(), users.sequence()));
    }

    /** The connection has gone. */
    void end() {
        end.ifPresent(Runnable::run);
    }
}
