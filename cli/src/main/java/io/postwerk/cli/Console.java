package io.postwerk.cli;

import java.io.PrintStream;

/** The output on the terminal: one line per event, each written as a whole. */
final class Console {
    private final PrintStream out;
    private final PrintStream err;

    Console(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    static Console system() {
        return new Console(System.out, System.err);
    }

    synchronized void say(String line) {
        out.println(line);
        out.flush();
    }

    synchronized void warn(String line) {
        err.println(line);
        err.flush();
    }
}
