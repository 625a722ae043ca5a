package io.postwerk.authsidecar.login;

import io.postwerk.sasl.wire.AuthClientMessage;
import io.postwerk.sasl.wire.AuthServerMessage;
import io.postwerk.sasl.wire.Cookie;
import io.postwerk.sasl.wire.Cpid;
import io.postwerk.sasl.wire.Cuid;
import io.postwerk.sasl.wire.Done;
import io.postwerk.sasl.wire.Mech;
import io.postwerk.sasl.wire.Spid;
import io.postwerk.sasl.wire.Version;
import io.postwerk.sasl.wire.WireException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Consumer;

/** What both sides say before the first exchange: from the client VERSION, then CPID. */
final class Handshake {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int COOKIE_OCTETS = 16;
    private static final long SERVICE_PID = ProcessHandle.current().pid() & 0xFFFF_FFFFL;

    private final LoginService service;
    private final LoginSocket socket;
    private final String cookie = newCookie();
    private long clientPid;
    private boolean versionKnown;
    private boolean over;
    private long clientMinor;

    Handshake(LoginService service, LoginSocket socket) {
        this.service = service;
        this.socket = socket;
    }

    /** Mechanisms come before SPID: Postfix takes it for the wrong socket otherwise. */
    void greet(Consumer<AuthServerMessage> out) {
        out.accept(socket.version());
        service.announced(socket).forEach(mechanism -> out.accept(new Mech(mechanism)));
        out.accept(new Spid(SERVICE_PID));
        out.accept(new Cuid(service.nextConnection()));
        out.accept(new Cookie(cookie));
        out.accept(new Done());
    }

    void take(AuthClientMessage message) throws WireException {
        switch (message) {
            case Version version
            when !versionKnown -> {
                if (version.major() != Version.MAJOR) {
                    throw new WireException("the client speaks version " + version.major());
                }
                versionKnown = true;
                clientMinor = version.minor();
            }
            case Cpid cpid
            when versionKnown && cpid.pid() != 0 -> {
                clientPid = cpid.pid();
                over = true;
            }
            default -> throw new WireException("no handshake");
        }
    }

    private static String newCookie() {
        byte[] cookie = new byte[COOKIE_OCTETS];
        RANDOM.nextBytes(cookie);
        return HexFormat.of().formatHex(cookie);
    }

    /** What nobody else knows of the connection. */
    String cookie() {
        return cookie;
    }

    /** What the client calls itself; 0 before the handshake is over. */
    long clientPid() {
        return clientPid;
    }

    boolean isOver() {
        return over;
    }

    /** The client's minor version: what it understands. */
    long clientMinor() {
        return clientMinor;
    }
}
