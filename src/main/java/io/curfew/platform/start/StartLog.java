package io.curfew.platform.start;

/**
 * Lines for the operator before the application's own logging exists. The log manager holds records back until it is
 * configured, which would hide exactly the messages about a database that is not there. So these go to standard error.
 */
final class StartLog {

    private StartLog() {}

    /** Writes one line; line breaks in the message are flattened, so that one event stays one line. */
    static void line(String message) {
        System.err.println("curfew: " + oneLine(message));
    }

    /** The text on one line, runs of white space made one blank. */
    static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
