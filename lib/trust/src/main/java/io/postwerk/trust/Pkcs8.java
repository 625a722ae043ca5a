package io.postwerk.trust;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;

/** Wraps the older encodings of private keys as PKCS#8 PrivateKeyInfo (RFC 5958 2), which is what the JDK reads. */
final class Pkcs8 {

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int EC_PARAMETERS = 0xA0;
    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    /** rsaEncryption (RFC 8017 A.1) with its NULL parameters. */
    private static final byte[] RSA_ENCRYPTION = HexFormat.of().parseHex("06092a864886f70d0101010500");
    /** id-ecPublicKey (RFC 5480 2.1.1), whose parameters follow. */
    private static final byte[] EC_PUBLIC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");

    private Pkcs8() {}

    static byte[] fromRsa(byte[] pkcs1) {
        return wrap(RSA_ENCRYPTION, pkcs1);
    }

    /** Empty if the key does not name its curve. RFC 5915 3: ECPrivateKey { version, privateKey, [0] parameters, [1] publicKey }. */
    static Optional<byte[]> fromEc(byte[] sec1) {
        Optional<ByteBuffer> fields = enter(ByteBuffer.wrap(sec1), SEQUENCE);
        while (fields.isPresent() && fields.get().hasRemaining()) {
            ByteBuffer rest = fields.get();
            int tag = rest.get(rest.position()) & 0xFF;
            Optional<ByteBuffer> field = enter(rest, tag);
            if (field.isEmpty()) {
                return Optional.empty();
            }
            if (tag == EC_PARAMETERS) {
                byte[] curve = new byte[field.get().remaining()];
                field.get().get(curve);
                return Optional.of(wrap(concat(EC_PUBLIC_KEY, curve), sec1));
            }
        }
        return Optional.empty();
    }

    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, concat(VERSION_0, element(SEQUENCE, algorithm), element(OCTET_STRING, key)));
    }

    /** Takes one element from the front of a buffer, and gives its content; empty if it is not there whole. */
    private static Optional<ByteBuffer> enter(ByteBuffer buffer, int tag) {
        if (buffer.remaining() < 2 || (buffer.get() & 0xFF) != tag) {
            return Optional.empty();
        }
        int length = buffer.get() & 0xFF;
        if (length > 0x80) {
            int octets = length & 0x7F;
            if (octets > 3 || buffer.remaining() < octets) {
                return Optional.empty();
            }
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = length << 8 | buffer.get() & 0xFF;
            }
        }
        if (length > buffer.remaining()) {
            return Optional.empty();
        }
        ByteBuffer content = buffer.slice(buffer.position(), length);
        buffer.position(buffer.position() + length);
        return Optional.of(content);
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 5);
        out.write(tag);
        int length = content.length;
        if (length >= 0x80) {
            int octets = length > 0xFFFF ? 3 : length > 0xFF ? 2 : 1;
            out.write(0x80 | octets);
            for (int i = octets - 1; i > 0; i--) {
                out.write(length >> 8 * i);
            }
        }
        out.write(length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
