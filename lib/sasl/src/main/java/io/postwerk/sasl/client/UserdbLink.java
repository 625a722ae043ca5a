package io.postwerk.sasl.client;

import io.postwerk.sasl.channel.LineChannel;
import io.postwerk.sasl.wire.Changed;
import io.postwerk.sasl.wire.Fail;
import io.postwerk.sasl.wire.ListDone;
import io.postwerk.sasl.wire.ListedUser;
import io.postwerk.sasl.wire.NotFound;
import io.postwerk.sasl.wire.PassFound;
import io.postwerk.sasl.wire.Spid;
import io.postwerk.sasl.wire.UserFound;
import io.postwerk.sasl.wire.UserdbServerMessage;
import io.postwerk.sasl.wire.Version;
import io.postwerk.sasl.wire.WireException;

/** A connection to the socket for lookups, for questions and answers. */
final class UserdbLink extends LinkSession<UserdbServerMessage> {

    UserdbLink(LineChannel channel, Runnable ready) {
        super(channel, ready);
    }

    @Override
    public void opened() {
        send(Version.COMMON);
    }

    @Override
    public void line(String line) throws WireException {
        switch (UserdbServerMessage.parse(line)) {
            case Version version -> requireMajor(version);
            case Spid _ -> nowReady();
            case UserFound found -> answer(found.id(), found);
            case NotFound missing -> answer(missing.id(), missing);
            case Fail fail -> answer(fail.id(), fail);
            case PassFound _, ListedUser _, ListDone _, Changed _ ->
                throw new WireException("an answer that nobody asked for");
        }
    }

    private void answer(long id, UserdbServerMessage message) throws WireException {
        requireReady();
        answered(id, message);
    }
}
