package io.postwerk.tests.siege;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client with an address of its own on the loopback network, who says anything. */
final class Client implements AutoCloseable {
    /** A limit for a test that hangs, and no bound of an attack. */
    private static final int TIMEOUT_MILLISECONDS = 120_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private int tags;

    private Client(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /**
     * Connects.
     *
     * @param source an address of 127.0.0.0/8
     */
    static Client connect(String source, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(source, 0));
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLISECONDS);
            socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLISECONDS);
            return new Client(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The address of attacker number so and so: each in a network of 256 addresses of its own. */
    static String address(int number) {
        return "127.1." + (number % 250 + 1) + "." + (number / 250 % 250 + 1);
    }

    /** Connected to IMAP and logged in. */
    static Client imap(String source, String user) throws IOException {
        Client client = connect(source, Manifests.IMAP);
        try {
            client.line();
            client.ok("LOGIN " + user + " " + Manifests.PASSWORD);
            return client;
        } catch (IOException | AssertionError e) {
            client.close();
            throw e;
        }
    }

    /** The same with INBOX selected. */
    static Client inbox(String source, String user) throws IOException {
        Client client = imap(source, user);
        client.ok("SELECT INBOX");
        return client;
    }

    /** Connected to an SMTP port, greeted. */
    static Client smtp(String source, int port) throws IOException {
        Client client = connect(source, port);
        client.reply();
        client.ask("EHLO client.test");
        return client;
    }

    /** Gives up on an answer that does not come in time. */
    void expectWithin(Duration time) throws IOException {
        socket.setSoTimeout((int) time.toMillis());
    }

    void write(String octets) throws IOException {
        write(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }

    /** A line without its end. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) throw new EOFException("the other side has closed after \"" + line + "\"");
            line.write(octet);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** Reads a line however long, and returns its beginning. */
    String skipLine() throws IOException {
        StringBuilder beginning = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) throw new EOFException("the other side has closed after \"" + beginning + "\"");
            if (beginning.length() < 80) beginning.append((char) octet);
        }
        return beginning.toString();
    }

    /** Sends a line and reads an SMTP reply. */
    String ask(String line) throws IOException {
        write(line + "\r\n");
        return reply();
    }

    /** The last line of an SMTP reply. */
    String reply() throws IOException {
        String line = line();
        while (line.length() > 3 && line.charAt(3) == '-') line = line();
        return line;
    }

    /** A whole mail to one or more recipients; the reply to it, or the first refusal. */
    String send(String from, String message, String... recipients) throws IOException {
        String reply = ask("MAIL FROM:<" + from + ">");
        if (!reply.startsWith("2")) return reply;
        for (String recipient : recipients) {
            reply = ask("RCPT TO:<" + recipient + ">");
            if (!reply.startsWith("2")) return reply;
        }
        reply = ask("DATA");
        if (!reply.startsWith("3")) return reply;
        write(message + "\r\n.\r\n");
        return reply();
    }

    /** An IMAP command up to its tagged response; all lines of it, joined by LF. */
    String tagged(String command) throws IOException {
        String tag = "t" + ++tags;
        write(tag + " " + command + "\r\n");
        StringBuilder answer = new StringBuilder();
        String line;
        do {
            line = line();
            answer.append(line).append('\n');
        } while (!line.startsWith(tag + " "));
        return answer.toString();
    }

    /** The same, which must be answered with OK. */
    String ok(String command) throws IOException {
        String answer = tagged(command);
        if (!answer.startsWith("t" + tags + " OK") && !answer.contains("\nt" + tags + " OK"))
            throw new AssertionError(command.split(" ")[0] + ": " + answer);
        return answer;
    }

    /** Reads and forgets what comes up to the end of the stream. */
    long discard(long octets) throws IOException {
        byte[] piece = new byte[65_536];
        long read = 0;
        while (read < octets) {
            int count = in.read(piece);
            if (count < 0) return read;
            read += count;
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
