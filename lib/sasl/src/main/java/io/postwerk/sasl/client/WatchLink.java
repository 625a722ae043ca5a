package io.postwerk.sasl.client;

import io.postwerk.sasl.channel.LineChannel;
import io.postwerk.sasl.wire.ProtocolVersion;
import io.postwerk.sasl.wire.UserdbCommand;
import io.postwerk.sasl.wire.UserdbServerMessage;
import io.postwerk.sasl.wire.UserdbServerMessage.Changed;
import io.postwerk.sasl.wire.UserdbServerMessage.Spid;
import io.postwerk.sasl.wire.UserdbServerMessage.Version;
import io.postwerk.sasl.wire.WireException;
import java.util.function.LongConsumer;

/**
 * A connection to the socket for lookups on which the service tells of changes. It is ready once the service has answered:
 * one that knows no WATCH closes the connection instead.
 */
final class WatchLink extends LinkSession<UserdbServerMessage> {

    private final LongConsumer changes;

    /** @param changes told the sequence of the users, at first and at each change */
    WatchLink(LineChannel channel, Runnable ready, LongConsumer changes) {
        super(channel, ready);
        this.changes = changes;
    }

    @Override
    public void opened() {
        send(new UserdbCommand.Version(ProtocolVersion.COMMON));
        send(new UserdbCommand.Watch(1));
    }

    @Override
    public void line(String line) throws WireException {
        switch (UserdbServerMessage.parse(line)) {
            case Version(ProtocolVersion version) -> version.requireMajor("service");
            case Spid _ -> {}
            case Changed changed -> {
                nowReady();
                changes.accept(changed.sequence());
            }
            default -> throw new WireException("an answer that nobody asked for");
        }
    }
}
