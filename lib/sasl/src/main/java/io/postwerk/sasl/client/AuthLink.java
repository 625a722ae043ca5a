package io.postwerk.sasl.client;

import io.postwerk.sasl.MechanismFlag;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.channel.LineChannel;
import io.postwerk.sasl.wire.AuthCommand;
import io.postwerk.sasl.wire.AuthServerMessage;
import io.postwerk.sasl.wire.AuthServerMessage.Cont;
import io.postwerk.sasl.wire.AuthServerMessage.Cookie;
import io.postwerk.sasl.wire.AuthServerMessage.Cuid;
import io.postwerk.sasl.wire.AuthServerMessage.Done;
import io.postwerk.sasl.wire.AuthServerMessage.Fail;
import io.postwerk.sasl.wire.AuthServerMessage.Mech;
import io.postwerk.sasl.wire.AuthServerMessage.Ok;
import io.postwerk.sasl.wire.AuthServerMessage.Spid;
import io.postwerk.sasl.wire.AuthServerMessage.Version;
import io.postwerk.sasl.wire.ProtocolVersion;
import io.postwerk.sasl.wire.WireException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A connection to a socket for logins. */
final class AuthLink extends LinkSession<AuthServerMessage> {

    private final List<MechanismInfo> announced = new ArrayList<>();
    private volatile List<MechanismInfo> mechanisms = List.of();

    AuthLink(LineChannel channel, Runnable ready) {
        super(channel, ready);
    }

    /** What the service announced and a server may offer, strongest first. */
    List<MechanismInfo> mechanisms() {
        return mechanisms;
    }

    /** Speaks first: some services say nothing before they know their client's version. */
    @Override
    public void opened() {
        send(new AuthCommand.Version(ProtocolVersion.INTERNAL));
        send(new AuthCommand.Cpid(ProcessHandle.current().pid() & 0xFFFF_FFFFL));
    }

    @Override
    public void line(String line) throws WireException {
        switch (AuthServerMessage.parse(line)) {
            case Version(ProtocolVersion version) -> version.requireMajor("service");
            case Mech(MechanismInfo mechanism) -> announced.add(mechanism);
            case Spid _, Cuid _, Cookie _ -> {}
            case Done() -> {
                mechanisms = announced.stream()
                        .filter(AuthLink::offerable)
                        .sorted(Comparator.comparing(MechanismInfo::plaintext))
                        .toList();
                nowReady();
            }
            case Cont cont -> answered(cont.id(), cont);
            case Ok ok -> answered(ok.id(), ok);
            case Fail fail -> answered(fail.id(), fail);
        }
    }

    private static boolean offerable(MechanismInfo mechanism) {
        return !mechanism.flags().contains(MechanismFlag.PRIVATE)
                && !mechanism.flags().contains(MechanismFlag.ANONYMOUS);
    }
}
