package io.postwerk.tests.system;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A raw socket for tests. It reads and writes lines and knows no protocol. */
final class Dialog implements AutoCloseable {
    private static final int TIMEOUT_MILLISECONDS = 30_000;

    private Socket socket;
    private InputStream in;
    private OutputStream out;

    private Dialog(Socket socket) throws IOException {
        use(socket);
    }

    private void use(Socket next) throws IOException {
        socket = next;
        socket.setSoTimeout(TIMEOUT_MILLISECONDS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    static Dialog plain(int port) throws IOException {
        return plain("127.0.0.1", port);
    }

    static Dialog plain(String host, int port) throws IOException {
        return new Dialog(new Socket(host, port));
    }

    static Dialog tls(int port) throws IOException {
        return tls("127.0.0.1", port);
    }

    static Dialog tls(String host, int port) throws IOException {
        return new Dialog(trustingAll().getSocketFactory().createSocket(host, port));
    }

    /** As the client that the context makes of it. */
    static Dialog tls(SSLContext client, int port) throws IOException {
        return new Dialog(client.getSocketFactory().createSocket("127.0.0.1", port));
    }

    /** Goes over to TLS on the same connection. */
    void startTls() throws IOException {
        startTls(trustingAll());
    }

    /** The same as the client that the context makes of it. */
    void startTls(SSLContext client) throws IOException {
        use(client.getSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), true));
    }

    void send(String line) throws IOException {
        sendRaw(line + "\r\n");
    }

    void sendRaw(String octets) throws IOException {
        out.write(octets.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** The next line without its end; the empty text with {@link #ended()} at the end of the stream. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != -1; octet = in.read()) {
            if (octet == '\n') return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            line.write(octet);
        }
        ended = true;
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private boolean ended;

    /** Whether the other side has closed. */
    boolean ended() {
        return ended;
    }

    /** An SMTP reply, all lines of it, joined by LF. */
    String reply() throws IOException {
        StringBuilder reply = new StringBuilder();
        while (true) {
            String line = line();
            if (!reply.isEmpty()) reply.append('\n');
            reply.append(line);
            if (line.length() < 4 || line.charAt(3) != '-' || ended) return reply.toString();
        }
    }

    /** Sends a line and reads an SMTP reply. */
    String ask(String line) throws IOException {
        send(line);
        return reply();
    }

    /** Sends a tagged IMAP command and reads up to its tagged answer. */
    String tagged(String command) throws IOException {
        String tag = "t" + ++tags;
        send(tag + " " + command);
        return until(tag + " ");
    }

    private int tags;

    /** Reads lines up to one that begins so, all joined by LF. */
    String until(String beginning) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (true) {
            String line = line();
            answer.append(line).append('\n');
            if (line.startsWith(beginning) || ended) return answer.toString();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static SSLContext trustingAll() {
        TrustManager trusting = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trusting}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
