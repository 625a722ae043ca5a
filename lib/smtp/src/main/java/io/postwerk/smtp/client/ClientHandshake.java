package io.postwerk.smtp.client;

import io.postwerk.net.Connection;
import io.postwerk.net.NetClient;
import io.postwerk.net.TlsContext;
import io.postwerk.net.TlsFailedException;
import io.postwerk.smtp.HelloName;
import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.SmtpCommand;
import io.postwerk.smtp.SmtpReply;
import io.postwerk.smtp.client.ClientSettings.Credentials;
import io.postwerk.smtp.client.ClientSettings.StartTls;
import io.postwerk.smtp.client.MailClient.ConnectOutcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Opens a session that takes mail: connection, greeting, hello, STARTTLS, hello again, AUTH. */
final class ClientHandshake {
    private final Protocol protocol;
    private final ClientSettings settings;

    ClientHandshake(Protocol protocol, ClientSettings settings) {
        this.protocol = protocol;
        this.settings = settings;
    }

    /** The server has refused the session. */
    private static final class RefusedException extends Exception {
        private final transient SmtpReply reply;

        RefusedException(SmtpReply reply) {
            super(reply.toString(), null, false, false);
            this.reply = reply;
        }
    }

    ConnectOutcome connect(NetClient net, InetSocketAddress address, Optional<TlsContext> implicitTls) {
        try {
            return connect(net, address, implicitTls, settings.startTls());
        } catch (TlsFailedException e) {
            if (settings.startTls() instanceof StartTls.Opportunistic && implicitTls.isEmpty()) {
                return connectInTheClear(net, address);
            }
            return failed(e);
        } catch (IOException e) {
            return failed(e);
        }
    }

    // RFC 7435 3: opportunistic security must not stop mail that would have gone in the clear
    private ConnectOutcome connectInTheClear(NetClient net, InetSocketAddress address) {
        try {
            return connect(net, address, Optional.empty(), new StartTls.Never());
        } catch (IOException e) {
            return failed(e);
        }
    }

    private ConnectOutcome connect(
            NetClient net, InetSocketAddress address, Optional<TlsContext> implicitTls, StartTls startTls)
            throws IOException {
        Connection octets = net.connect(address, settings.timeouts().connect(), implicitTls);
        ClientConnection connection = new ClientConnection(octets);
        boolean welcome = false;
        try {
            ServerExtensions extensions = greet(connection, startTls);
            welcome = true;
            return new ConnectOutcome.Connected(new MailClient(connection, extensions, protocol, settings.timeouts()));
        } catch (RefusedException e) {
            return new ConnectOutcome.Refused(e.reply);
        } finally {
            if (!welcome) {
                connection.close();
            }
        }
    }

    private ServerExtensions greet(ClientConnection connection, StartTls startTls)
            throws IOException, RefusedException {
        expect(220, connection.reply(settings.timeouts().greeting()));
        ServerExtensions extensions = hello(connection);
        if (startTls(connection, extensions, startTls)) {
            // RFC 3207 4.2: forget what was announced in the clear
            extensions = hello(connection);
        }
        if (settings.credentials().isPresent()) {
            authenticate(connection, extensions, settings.credentials().get());
        }
        return extensions;
    }

    private ServerExtensions hello(ClientConnection connection) throws IOException, RefusedException {
        HelloName name = HelloName.tryParse(settings.hostname()).orElseThrow();
        SmtpCommand hello = protocol == Protocol.LMTP ? new SmtpCommand.Lhlo(name) : new SmtpCommand.Ehlo(name);
        SmtpReply reply = connection.ask(hello, settings.timeouts().command());
        if (protocol != Protocol.LMTP && (reply.code() == 500 || reply.code() == 502)) {
            // RFC 5321 3.2: a server without EHLO still knows HELO
            expect(
                    250,
                    connection.ask(
                            new SmtpCommand.Helo(name), settings.timeouts().command()));
            return ServerExtensions.NONE;
        }
        expect(250, reply);
        return ServerExtensions.of(reply);
    }

    /** Goes over to TLS as {@code mode} asks; false if the session stays in the clear. */
    private boolean startTls(ClientConnection connection, ServerExtensions extensions, StartTls mode)
            throws IOException, RefusedException {
        return switch (mode) {
            case StartTls.Never() -> false;
            case StartTls.Opportunistic(TlsContext context) ->
                extensions.startTls() && askForTls(connection).code() == 220 && secure(connection, context);
            case StartTls.Required(TlsContext context) -> {
                if (!extensions.startTls()) {
                    throw new TlsFailedException("the server offers no STARTTLS");
                }
                expect(220, askForTls(connection));
                yield secure(connection, context);
            }
        };
    }

    private SmtpReply askForTls(ClientConnection connection) throws IOException {
        return connection.ask(new SmtpCommand.StartTls(), settings.timeouts().command());
    }

    private boolean secure(ClientConnection connection, TlsContext context) throws IOException {
        connection.startTls(context, settings.timeouts().connect());
        return true;
    }

    private void authenticate(ClientConnection connection, ServerExtensions extensions, Credentials credentials)
            throws IOException, RefusedException {
        if (!connection.secured()) {
            throw new IOException("there is no TLS, so no password is sent");
        }
        if (!extensions.authPlain()) {
            throw new IOException("the server does not offer AUTH PLAIN");
        }
        // RFC 4616 2: authorization identity, which is the same and left empty; NUL, name, NUL, password
        byte[] response = ("\0" + credentials.user() + "\0" + credentials.password()).getBytes(StandardCharsets.UTF_8);
        SmtpCommand auth = new SmtpCommand.Auth("PLAIN", Optional.of(response));
        expect(235, connection.ask(auth, settings.timeouts().command()));
    }

    private static void expect(int code, SmtpReply reply) throws IOException, RefusedException {
        if (reply.isTransient() || reply.isPermanent()) {
            throw new RefusedException(reply);
        }
        if (reply.code() != code) {
            throw new IOException("the server says " + reply + " where " + code + " is expected");
        }
    }

    private ConnectOutcome failed(IOException e) {
        return new ConnectOutcome.Failed(String.valueOf(e.getMessage()));
    }
}
