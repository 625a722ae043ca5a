package io.postwerk.sasl.mechanism;

/**
 * What ties an exchange to the TLS session that it runs in (RFC 5056).
 *
 * @param type {@value #TLS_EXPORTER} or {@value #TLS_SERVER_END_POINT}
 * @param data of that type, of this session
 */
public record ChannelBinding(String type, byte[] data) {

    /** RFC 9266. */
    public static final String TLS_EXPORTER = "tls-exporter";

    /** RFC 5929 4. */
    public static final String TLS_SERVER_END_POINT = "tls-server-end-point";

    /** Whether a client may bind to that type here. {@code tls-unique} says nothing in TLS 1.3 (RFC 9266 1), so it is none of them. */
    static boolean isKnown(String type) {
        return type.equals(TLS_EXPORTER) || type.equals(TLS_SERVER_END_POINT);
    }
}
