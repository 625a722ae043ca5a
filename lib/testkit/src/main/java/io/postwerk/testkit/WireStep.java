package io.postwerk.testkit;

/** One line of a {@link WireTranscript}. */
sealed interface WireStep {

    /**
     * Where it stands.
     *
     * @param client which client, empty for the first
     */
    record Place(int number, String line, String client) {}

    Place place();

    /** The client says a line, or octets with escapes. */
    record Say(Place place, String text, boolean line) implements WireStep {}

    /** The server says a line, told exactly or by a pattern. */
    record Hear(Place place, String text, boolean pattern) implements WireStep {}

    record SkipUntilNext(Place place) implements WireStep {}

    record BeginAnyOrder(Place place) implements WireStep {}

    record EndAnyOrder(Place place) implements WireStep {}

    record StartTls(Place place) implements WireStep {}

    record Shutdown(Place place) implements WireStep {}

    record HearClosed(Place place) implements WireStep {}

    static WireStep action(String name, Place place, String action) {
        return switch (action) {
            case "C STARTTLS" -> new StartTls(place);
            case "C SHUTDOWN" -> new Shutdown(place);
            case "S CLOSED" -> new HearClosed(place);
            default ->
                throw new IllegalArgumentException(name + ":" + place.number + ": no such action: " + place.line);
        };
    }
}
