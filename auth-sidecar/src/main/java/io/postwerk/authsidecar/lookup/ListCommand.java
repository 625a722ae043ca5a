package io.postwerk.authsidecar.lookup;

import io.postwerk.sasl.wire.ListDone;
import io.postwerk.sasl.wire.ListUsers;
import io.postwerk.sasl.wire.ListedUser;
import io.postwerk.sasl.wire.UserdbServerMessage;
import io.postwerk.sasl.wire.WireException;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** LIST: the names of all users, or of those that a mask fits. One list at a time, and a piece of it at a time. */
final class ListCommand {

    private static final int PIECE = 500;

    private final UserdbService users;
    private final Consumer<UserdbServerMessage> out;
    private final Answers answers;
    private Optional<Listing> listing = Optional.empty();
    private boolean asked;

    private record Listing(long id, Iterator<String> names) {}

    ListCommand(UserdbService users, Answers answers, Consumer<UserdbServerMessage> out) {
        this.users = users;
        this.answers = answers;
        this.out = out;
    }

    void run(ListUsers request) throws WireException {
        if (asked || listing.isPresent()) {
            throw new WireException("a second LIST before the end of the first");
        }
        asked = true;
        answers.ask(users::names, Optional.<Stream<String>>empty(), names -> begin(request, names));
    }

    private void begin(ListUsers request, Optional<Stream<String>> names) {
        asked = false;
        if (names.isEmpty()) {
            out.accept(new ListDone(request.id(), false));
            return;
        }
        Mask mask = new Mask(request.mask().orElse("*"));
        listing = Optional.of(
                new Listing(request.id(), names.get().filter(mask::fits).iterator()));
    }

    boolean underWay() {
        return listing.isPresent();
    }

    /** Says the next piece of the list that is under way. */
    void goOn() {
        listing.ifPresent(this::goOn);
    }

    private void goOn(Listing current) {
        for (int said = 0; said < PIECE; said++) {
            if (!current.names().hasNext()) {
                out.accept(new ListDone(current.id(), true));
                listing = Optional.empty();
                return;
            }
            out.accept(new ListedUser(current.id(), current.names().next()));
        }
    }
}
