package io.postwerk.config.json;

/** What is wrong with a value in a file. The path grows from the inside out while it passes through the values around it. */
final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String problem;
    private final StringBuilder path = new StringBuilder();

    Unreadable(String problem) {
        super(problem, null, false, false);
        this.problem = problem;
    }

    Unreadable inKey(String key) {
        path.insert(0, "." + key);
        return this;
    }

    Unreadable inElement(int index) {
        path.insert(0, "[" + index + "]");
        return this;
    }

    String path() {
        return "$" + path;
    }

    String problem() {
        return problem;
    }
}
