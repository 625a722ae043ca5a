package io.postwerk.sasl.wire;

import java.util.List;

/** The fields of a received line, read by position. A field that is missing or malformed breaks the protocol. */
record Fields(List<String> all) {

    private static final long MAX_UNSIGNED_32 = 0xFFFF_FFFFL;

    static Fields of(String line) {
        return new Fields(LineText.split(line));
    }

    String command() {
        return all.getFirst();
    }

    String text(int index) throws WireException {
        if (index >= all.size()) {
            throw new WireException(command() + " has too few fields");
        }
        return all.get(index);
    }

    /** A number of up to 18 decimal digits. */
    long longNumber(int index) throws WireException {
        String text = text(index);
        if (text.isEmpty() || text.length() > 18 || !isDecimal(text)) {
            throw new WireException(command() + " has no number where one belongs");
        }
        return Long.parseLong(text);
    }

    /** An unsigned number of 32 bits, in decimal digits. */
    long number(int index) throws WireException {
        long number = longNumber(index);
        if (number > MAX_UNSIGNED_32) {
            throw new WireException(command() + " has a number of more than 32 bits");
        }
        return number;
    }

    private static boolean isDecimal(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** The id of a request; 0 is none. */
    long id() throws WireException {
        long id = number(1);
        if (id == 0) {
            throw new WireException(command() + " has the id 0");
        }
        return id;
    }

    Parameters parametersFrom(int index) {
        return new Parameters(index >= all.size() ? List.of() : all.subList(index, all.size()));
    }

    void atMost(int count) throws WireException {
        if (all.size() > count) {
            throw new WireException(command() + " has too many fields");
        }
    }
}
