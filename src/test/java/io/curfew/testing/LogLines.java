package io.curfew.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** What the service writes into its log while this is open, at INFO and above. */
public final class LogLines extends Handler implements AutoCloseable {
    private final Logger root = Logger.getLogger("");
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    /** Listens from now on. */
    public LogLines() {
        setLevel(Level.INFO);
        root.addHandler(this);
    }

    /** The lines that bear a stack, each with the class of its failure. */
    public List<String> withStack() {
        return records.stream()
                .filter(record -> record.getThrown() != null)
                .map(record -> text(record) + ": " + record.getThrown())
                .toList();
    }

    /** The lines of that level and above. */
    public List<String> atLeast(Level level) {
        return records.stream()
                .filter(record -> record.getLevel().intValue() >= level.intValue())
                .map(LogLines::text)
                .toList();
    }

    private static String text(LogRecord record) {
        return record instanceof ExtLogRecord full ? full.getFormattedMessage() : record.getMessage();
    }

    @Override
    public void publish(LogRecord record) {
        if (isLoggable(record)) {
            records.add(record);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        root.removeHandler(this);
    }
}
