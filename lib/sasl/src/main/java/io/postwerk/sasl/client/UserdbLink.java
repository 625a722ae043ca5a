package io.postwerk.sasl.client;

import io.postwerk.sasl.channel.LineChannel;
import io.postwerk.sasl.wire.ProtocolVersion;
import io.postwerk.sasl.wire.UserdbCommand;
import io.postwerk.sasl.wire.UserdbServerMessage;
import io.postwerk.sasl.wire.UserdbServerMessage.Changed;
import io.postwerk.sasl.wire.UserdbServerMessage.Fail;
import io.postwerk.sasl.wire.UserdbServerMessage.ListDone;
import io.postwerk.sasl.wire.UserdbServerMessage.ListedUser;
import io.postwerk.sasl.wire.UserdbServerMessage.NotFound;
import io.postwerk.sasl.wire.UserdbServerMessage.PassFound;
import io.postwerk.sasl.wire.UserdbServerMessage.Spid;
import io.postwerk.sasl.wire.UserdbServerMessage.UserFound;
import io.postwerk.sasl.wire.UserdbServerMessage.Version;
import io.postwerk.sasl.wire.WireException;

/** A connection to the socket for lookups, for questions and answers. */
final class UserdbLink extends LinkSession<UserdbServerMessage> {

    UserdbLink(LineChannel channel, Runnable ready) {
        super(channel, ready);
    }

    @Override
    public void opened() {
        send(new UserdbCommand.Version(ProtocolVersion.COMMON));
    }

    @Override
    public void line(String line) throws WireException {
        switch (UserdbServerMessage.parse(line)) {
            case Version(ProtocolVersion version) -> version.requireMajor("service");
            case Spid _ -> nowReady();
            case UserFound found -> answered(found.id(), found);
            case NotFound missing -> answered(missing.id(), missing);
            case Fail fail -> answered(fail.id(), fail);
            case PassFound _, ListedUser _, ListDone _, Changed _ ->
                throw new WireException("an answer that nobody asked for");
        }
    }
}
