package io.curfew.testing;

import io.curfew.testing.Accounts.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Requests as no proper client would send them, byte for byte. Reads until the server closes the connection. */
public final class RawHttp implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;

    /** Connects to the server. */
    public RawHttp(URI server) throws IOException {
        this.socket = new Socket(server.getHost(), server.getPort());
        this.socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** Connects to the server from another address of this machine. */
    public RawHttp(URI server, String from) throws IOException {
        this.socket = new Socket(server.getHost(), server.getPort(), InetAddress.getByName(from), 0);
        this.socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** Takes over a connection, of whatever kind. */
    public RawHttp(Socket connection) throws IOException {
        this.socket = connection;
        this.socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** The answer to one request, on a connection of its own. */
    public static Answer ask(URI server, String request) throws IOException {
        try (RawHttp http = new RawHttp(server)) {
            return http.send(request).read();
        }
    }

    /**
     * An answer.
     *
     * @param status its status
     * @param headers its headers, with names in lower case
     * @param body its body as text
     */
    public record Answer(int status, Map<String, String> headers, String body) {}

    /** The header that presents {@code caller}, with its line end. */
    public static String authorization(Credentials caller) {
        String plain = caller.sid() + ":" + caller.token();
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8))
                + "\r\n";
    }

    /** Sends bytes, in ISO-8859-1. */
    public RawHttp send(String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return this;
    }

    /** Whether something has come back that was not read yet. */
    public boolean hasAnswer() throws IOException {
        return socket.getInputStream().available() > 0;
    }

    /** Whether the server has closed the connection; drops what it has sent so far. */
    public boolean isClosedByServer() throws IOException {
        socket.setSoTimeout(1);
        try {
            byte[] dropped = new byte[8192];
            int read = 1;
            while (read > 0) {
                read = socket.getInputStream().read(dropped);
            }
            return read < 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    /** Reads to the end of the connection. */
    public Answer read() throws IOException {
        return parse(readText());
    }

    /** Reads to the end of the connection, and takes answers apart that follow each other; each has to tell its length. */
    public List<Answer> readEach() throws IOException {
        List<Answer> answers = new ArrayList<>();
        String rest = readText();
        while (!rest.isEmpty()) {
            Answer answer = parse(rest);
            int length = Math.min(
                    Integer.parseInt(answer.headers.getOrDefault("content-length", "0")), answer.body.length());
            answers.add(new Answer(answer.status, answer.headers, answer.body.substring(0, length)));
            rest = answer.body.substring(length);
        }
        return answers;
    }

    private String readText() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        socket.getInputStream().transferTo(all);
        return all.toString(StandardCharsets.UTF_8);
    }

    private static Answer parse(String text) {
        int headEnd = text.indexOf("\r\n\r\n");
        if (headEnd < 0) {
            return new Answer(0, Map.of(), text);
        }
        String[] head = text.substring(0, headEnd).split("\r\n", -1);
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < head.length; i++) {
            int colon = head[i].indexOf(':');
            headers.put(
                    head[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    head[i].substring(colon + 1).strip());
        }
        return new Answer(Integer.parseInt(head[0].split(" ", -1)[1]), headers, text.substring(headEnd + 4));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
