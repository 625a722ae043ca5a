package io.postwerk.training;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A client's connection to this machine: lines that are sent, and lines that are waited for. */
final class Dialog implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int TIMEOUT_MILLISECONDS = 20_000;

    private Socket socket;
    private BufferedReader in;
    private final StringBuilder heard = new StringBuilder();

    private Dialog(Socket socket) throws IOException {
        use(socket);
    }

    static Dialog connect(int port) throws IOException {
        return new Dialog(new Socket(HOST, port));
    }

    private void use(Socket next) throws IOException {
        socket = next;
        socket.setSoTimeout(TIMEOUT_MILLISECONDS);
        socket.setTcpNoDelay(true);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    }

    /** TLS with a server whose certificate was made a minute ago by this very process. */
    void startTls() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAnything()}, null);
            use(context.getSocketFactory().createSocket(socket, HOST, socket.getPort(), true));
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS", e);
        }
    }

    /**
     * Sends a line, and reads until the line that ends the answer.
     *
     * @param end how that line begins; of SMTP's replies the last line is meant
     * @return that line
     */
    String ask(String line, String end) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
        return expect(end);
    }

    String expect(String end) throws IOException {
        heard.setLength(0);
        while (true) {
            String line = in.readLine();
            if (line == null) throw new IOException("expected " + end + ", heard " + heard);
            heard.append(line).append('\n');
            if (line.startsWith(end) && !line.startsWith(end + "-")) return line;
            if (line.startsWith("-ERR") || line.matches("[45][0-9][0-9] .*|[a-d] (NO|BAD) .*")) {
                throw new IOException("expected " + end + ", heard " + line);
            }
        }
    }

    /** The whole last answer. */
    String heard() {
        return heard.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static final class TrustAnything implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
