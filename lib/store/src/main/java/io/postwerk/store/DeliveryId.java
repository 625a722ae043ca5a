package io.postwerk.store;

/**
 * Names one delivery to one recipient: if the same delivery is tried again, it brings the same id, and the store knows
 * it. 1 to 128 visible ASCII characters.
 */
public record DeliveryId(String value) {
    public DeliveryId {
        if (value.isEmpty() || value.length() > 128 || !value.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException("a delivery id is 1 to 128 visible ASCII characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
