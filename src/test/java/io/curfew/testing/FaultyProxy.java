package io.curfew.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A bad network between the service and PostgreSQL: what goes through it can be dropped, cut, lost or delayed. It passes
 * whole messages of PostgreSQL's protocol, without TLS, and is a good network until it is told otherwise. Its own end of
 * each connection still acknowledges what it receives, so a peer notices by its own deadlines only.
 *
 * <pre>{@code
 * try (FaultyProxy network = FaultyProxy.to(postgres.getPort())) {
 *     // … the service connects to network.port() …
 *     network.blackHole();
 * }
 * }</pre>
 */
public final class FaultyProxy implements AutoCloseable {
    private final int target;
    private final ServerSocket listener;
    private final Set<FaultyLink> links = ConcurrentHashMap.newKeySet();
    private final Object change = new Object();

    // Guarded by change, all that follow.
    private boolean holding;
    private boolean refusing;
    private long delayMillis;
    private int commitsToLose;
    private int answersToLose;
    private Loss lossOfAnswers = Loss.CUT;

    /** What becomes of a connection whose answer is lost. */
    public enum Loss {
        /** It is reset at once. */
        CUT,
        /** It stays open, and nothing passes any more. */
        SILENCE
    }

    private FaultyProxy(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        FaultyLink.daemon(this::accept);
    }

    /** A network that leads to that port of this machine. */
    public static FaultyProxy to(int port) {
        try {
            return new FaultyProxy(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where to connect to, on the loopback address. */
    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections there are, silent ones included. */
    public int connections() {
        return links.size();
    }

    /** From now on nothing passes and nobody is told: bytes, ends of connections and new connections are held. */
    public void blackHole() {
        change(() -> holding = true);
    }

    /** A good network again. What was held back arrives late, as from a network that comes back and sends it again. */
    public void pass() {
        change(() -> {
            holding = false;
            refusing = false;
            delayMillis = 0;
            commitsToLose = 0;
            answersToLose = 0;
        });
    }

    /** A good network for new connections; those that there are stay silent, as behind a firewall that forgot them. */
    public void passNewOnly() {
        links.forEach(FaultyLink::silence);
        pass();
    }

    /** Resets every connection; new ones are taken. */
    public void cut() {
        links.forEach(FaultyLink::cut);
    }

    /** Resets every connection, and each new one until {@link #pass}. */
    public void refuse() {
        change(() -> refusing = true);
        cut();
    }

    /** From now on everything arrives that much later, in both directions. */
    public void delay(Duration by) {
        change(() -> delayMillis = by.toMillis());
    }

    /** The next {@code count} commits do not reach the database: their connections are reset and nothing is written. */
    public void loseCommits(int count) {
        change(() -> commitsToLose = count);
    }

    /** The next {@code count} commits are done, but their answers are lost. */
    public void loseCommitAnswers(int count, Loss by) {
        change(() -> {
            answersToLose = count;
            lossOfAnswers = by;
        });
    }

    /** How many of the commits and answers that are to be lost have not come yet. */
    public int stillToLose() {
        synchronized (change) {
            return commitsToLose + answersToLose;
        }
    }

    /** Resets everything and frees the port. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        refuse();
    }

    private void change(Runnable how) {
        synchronized (change) {
            how.run();
            change.notifyAll();
        }
    }

    private void accept() {
        while (true) {
            try {
                Socket client = listener.accept();
                FaultyLink link = new FaultyLink(this, client, target);
                links.add(link);
                boolean refused;
                synchronized (change) {
                    refused = refusing;
                }
                if (refused) {
                    link.cut();
                } else {
                    FaultyLink.daemon(link::run);
                }
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    /** Waits until that connection may pass something on; false when it has been cut meanwhile. */
    boolean awaitPassage(FaultyLink link) throws InterruptedException {
        synchronized (change) {
            while (!link.isCut() && (holding || link.isSilent())) {
                change.wait();
            }
            return !link.isCut();
        }
    }

    long delayMillis() {
        synchronized (change) {
            return delayMillis;
        }
    }

    boolean losesCommit() {
        synchronized (change) {
            return commitsToLose > 0 && commitsToLose-- > 0;
        }
    }

    /** How the answer to a commit is lost that has just come, or null when it is not. */
    @Nullable
    Loss lossOfAnswer() {
        synchronized (change) {
            return answersToLose > 0 && answersToLose-- > 0 ? lossOfAnswers : null;
        }
    }

    void ended(FaultyLink link) {
        links.remove(link);
        change(() -> {});
    }

    void changed() {
        change(() -> {});
    }
}
