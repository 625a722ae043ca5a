package io.postwerk.config.json;

/**
 * Bounds of a number, a length or a count, both ends included.
 *
 * @param min the smallest that is allowed
 * @param max the largest that is allowed
 */
record Range(long min, long max) {
    static final Range STRING = new Range(1, 4096);
    static final Range LIST = new Range(0, 100_000);
    static final Range NUMBER = new Range(0, Long.MAX_VALUE);

    void check(long value, String shown) {
        if (value < min || value > max) {
            throw new Unreadable(shown + " is out of bounds (" + this + ")");
        }
    }

    @Override
    public String toString() {
        return min + " to " + max;
    }
}
