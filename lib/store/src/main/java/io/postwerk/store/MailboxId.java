package io.postwerk.store;

/**
 * Which user's mail: an opaque id that never changes, whatever happens to the user's addresses. 1 to 128 visible ASCII
 * characters.
 *
 * @param value the id as the user directory gives it
 */
public record MailboxId(String value) implements Comparable<MailboxId> {
    public MailboxId {
        if (value.isEmpty() || value.length() > 128 || !value.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException("a mailbox id is 1 to 128 visible ASCII characters");
        }
    }

    @Override
    public int compareTo(MailboxId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
