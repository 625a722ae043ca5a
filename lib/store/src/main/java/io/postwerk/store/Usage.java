package io.postwerk.store;

/**
 * What the messages of a mailbox take up: a copy counts as much as the message it was made from.
 *
 * @param octets their sizes together
 * @param messages how many
 */
public record Usage(long octets, long messages) {
    public static final Usage NONE = new Usage(0, 0);

    public Usage plus(long moreOctets, long moreMessages) {
        return new Usage(octets + moreOctets, messages + moreMessages);
    }
}
