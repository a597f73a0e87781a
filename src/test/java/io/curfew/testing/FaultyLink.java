package io.curfew.testing;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A client's connection through a {@link FaultyProxy}, and the one to PostgreSQL that belongs to it. */
final class FaultyLink {
    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;

    private final FaultyProxy network;
    private final Socket client;
    private final Socket server = new Socket();
    private final int target;
    private volatile boolean silent;
    private volatile boolean cut;
    // PostgreSQL answers a request for encryption with a single byte, which is no message.
    private volatile boolean byteExpected;

    FaultyLink(FaultyProxy network, Socket client, int target) {
        this.network = network;
        this.client = client;
        this.target = target;
    }

    static void daemon(Runnable task) {
        Thread thread = new Thread(task, "faulty-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    boolean isSilent() {
        return silent;
    }

    boolean isCut() {
        return cut;
    }

    void silence() {
        silent = true;
    }

    /** Resets both connections. */
    void cut() {
        cut = true;
        reset(client);
        reset(server);
        network.ended(this);
    }

    private static void reset(Socket socket) {
        // Both directions and a test may end it at once.
        synchronized (socket) {
            try {
                if (!socket.isClosed()) {
                    socket.setSoLinger(true, 0);
                    socket.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Connects to PostgreSQL and passes everything on until one side ends. */
    void run() {
        pump(() -> {
            if (network.awaitPassage(this)) {
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
                daemon(() -> pump(this::answers));
                requests();
            }
        });
    }

    private interface Direction {
        void run() throws IOException, InterruptedException;
    }

    private void pump(Direction direction) {
        try {
            try {
                direction.run();
            } catch (IOException e) {
                // One side has ended, or was cut. The other one hears of it when the network lets that through.
                network.awaitPassage(this);
            }
            cut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void requests() throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(server.getOutputStream()));
        boolean started = false;
        while (true) {
            byte[] message = started ? typed(in.readByte(), in) : untyped(in);
            if (!started) {
                int code = ByteBuffer.wrap(message).getInt(4);
                byteExpected = code == SSL_REQUEST || code == GSS_REQUEST;
                started = !byteExpected;
            } else if (isCommit(message) && network.losesCommit()) {
                return;
            }
            passOn(in, out, message);
        }
    }

    private void answers() throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(server.getInputStream()));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream()));
        while (true) {
            byte type = in.readByte();
            byte[] message = byteExpected ? new byte[] {type} : typed(type, in);
            byteExpected = false;
            FaultyProxy.Loss loss = isCommitted(message) ? network.lossOfAnswer() : null;
            if (loss == FaultyProxy.Loss.CUT) {
                return;
            }
            if (loss == FaultyProxy.Loss.SILENCE) {
                silence();
            }
            passOn(in, out, message);
        }
    }

    private void passOn(DataInputStream in, DataOutputStream out, byte[] message)
            throws IOException, InterruptedException {
        // What arrives together is delayed together: it is the last message of it that waits.
        boolean last = in.available() == 0;
        if (last) {
            Thread.sleep(network.delayMillis());
        }
        if (!network.awaitPassage(this)) {
            return;
        }
        out.write(message);
        if (last) {
            out.flush();
        }
    }

    /** A type, then a length that counts itself, then the rest. */
    private static byte[] typed(byte type, DataInputStream in) throws IOException {
        byte[] rest = untyped(in);
        return ByteBuffer.allocate(1 + rest.length).put(type).put(rest).array();
    }

    private static byte[] untyped(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] message = new byte[length];
        ByteBuffer.wrap(message).putInt(length);
        in.readFully(message, 4, length - 4);
        return message;
    }

    /** A simple query, or the first use of a prepared one, which begins with its name. */
    private static boolean isCommit(byte[] message) {
        String text = text(message);
        return message[0] == 'Q' && text.equalsIgnoreCase("COMMIT\0")
                || message[0] == 'P' && text.regionMatches(true, text.indexOf('\0') + 1, "COMMIT\0", 0, 7);
    }

    private static boolean isCommitted(byte[] message) {
        return message[0] == 'C' && text(message).equals("COMMIT\0");
    }

    /** What follows the type and the length. */
    private static String text(byte[] message) {
        return new String(message, 5, message.length - 5, StandardCharsets.UTF_8);
    }
}
