package io.postwerk.imapserver.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A client on a real socket. Responses are octets as text, one in each {@code char}, with their literals. */
final class ImapClient implements AutoCloseable {
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)}$");
    private static final int PATIENCE_MILLIS = 30_000;

    private Socket socket;
    private InputStream in;
    private int commands;

    ImapClient(int port) throws IOException {
        use(new Socket("127.0.0.1", port));
    }

    private void use(Socket next) throws IOException {
        socket = next;
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** A client that is over TLS, logged in, and has INBOX selected. */
    static ImapClient inInbox(int port) throws IOException {
        ImapClient client = new ImapClient(port);
        client.response();
        client.startTls();
        client.ok("LOGIN alice@example.org wonderland");
        client.ok("SELECT INBOX");
        return client;
    }

    /** As {@link #inInbox}, where that is allowed without TLS. */
    static ImapClient inInboxInTheClear(int port) throws IOException {
        ImapClient client = new ImapClient(port);
        client.response();
        client.ok("LOGIN alice@example.org wonderland");
        client.ok("SELECT INBOX");
        return client;
    }

    void startTls() throws IOException {
        ok("STARTTLS");
        handshake();
    }

    void handshake() throws IOException {
        SSLSocket tls =
                (SSLSocket) trustAll().getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        tls.startHandshake();
        use(tls);
    }

    void send(String octets) throws IOException {
        socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Runs a command; its responses, the tagged one last. */
    List<String> command(String text) throws IOException {
        String tag = "c" + ++commands;
        send(tag + " " + text + "\r\n");
        List<String> responses = new ArrayList<>();
        do {
            responses.add(response());
        } while (!responses.getLast().startsWith(tag + " "));
        return responses;
    }

    /** Runs a command that must succeed; its untagged responses. */
    List<String> ok(String text) throws IOException {
        List<String> responses = command(text);
        assertThat(responses.getLast())
                .as(text.substring(0, Math.min(text.length(), 200)))
                .matches("(?s)c\\d+ OK .*");
        return responses.subList(0, responses.size() - 1);
    }

    /** The next response, without its CRLF. */
    String response() throws IOException {
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        while (true) {
            String line = line();
            response.writeBytes(line.getBytes(StandardCharsets.ISO_8859_1));
            Matcher literal = LITERAL.matcher(line);
            if (!literal.find()) {
                return response.toString(StandardCharsets.ISO_8859_1);
            }
            response.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
            response.writeBytes(in.readNBytes(Integer.parseInt(literal.group(1))));
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = in.read();
        while (octet != '\r') {
            if (octet < 0) {
                throw new EOFException("the server has closed");
            }
            line.write(octet);
            octet = in.read();
        }
        assertThat(in.read()).isEqualTo('\n');
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** Takes so many octets, whatever they are; false if the server closes before. */
    boolean discard(long octets) throws IOException {
        byte[] block = new byte[16 * 1024];
        long left = octets;
        while (left > 0) {
            int read = in.read(block, 0, (int) Math.min(block.length, left));
            if (read < 0) {
                return false;
            }
            left -= read;
        }
        return true;
    }

    /** Whether the server has closed. */
    boolean atEnd() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static SSLContext trustAll() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
