package io.postwerk.mail;

/** Punycode, the encoding inside A-labels. Source: RFC 3492 sections 3, 5 and 6. */
final class Punycode {
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 0x80;

    private Punycode() {}

    static String encode(String label) throws AddressException {
        int[] input = label.codePoints().toArray();
        StringBuilder out = new StringBuilder(label.length() + 8);
        for (int c : input) {
            if (c < 0x80) {
                out.append((char) c);
            }
        }
        int basic = out.length();
        int handled = basic;
        if (basic > 0) {
            out.append('-');
        }
        int n = INITIAL_N;
        int delta = 0;
        int bias = INITIAL_BIAS;
        while (handled < input.length) {
            int next = Integer.MAX_VALUE;
            for (int c : input) {
                if (c >= n && c < next) {
                    next = c;
                }
            }
            if (next - n > (Integer.MAX_VALUE - delta) / (handled + 1)) {
                throw new AddressException("domain has a label that is too long");
            }
            delta += (next - n) * (handled + 1);
            n = next;
            for (int c : input) {
                if (c < n) {
                    delta++;
                } else if (c == n) {
                    appendVariable(delta, bias, out);
                    bias = adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            n++;
        }
        return out.toString();
    }

    static String decode(String encoded) throws AddressException {
        int[] output = new int[encoded.length() + 1];
        int length = 0;
        int in = 0;
        int basicEnd = encoded.lastIndexOf('-');
        for (; in < basicEnd; in++) {
            output[length++] = encoded.charAt(in);
        }
        if (basicEnd >= 0) {
            in = basicEnd + 1;
        }
        int n = INITIAL_N;
        int i = 0;
        int bias = INITIAL_BIAS;
        while (in < encoded.length()) {
            int before = i;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                if (in == encoded.length()) {
                    throw new AddressException("domain has a broken A-label");
                }
                int digit = digit(encoded.charAt(in++));
                long sum = i + digit * weight;
                if (digit < 0 || sum > Integer.MAX_VALUE) {
                    throw new AddressException("domain has a broken A-label");
                }
                i = (int) sum;
                int threshold = threshold(k, bias);
                if (digit < threshold) {
                    break;
                }
                weight *= BASE - threshold;
                if (weight > Integer.MAX_VALUE) {
                    throw new AddressException("domain has a broken A-label");
                }
            }
            bias = adapt(i - before, length + 1, before == 0);
            long point = (long) n + i / (length + 1);
            i %= length + 1;
            if (point > Character.MAX_CODE_POINT || point >= 0xD800 && point <= 0xDFFF) {
                throw new AddressException("domain has a broken A-label");
            }
            n = (int) point;
            System.arraycopy(output, i, output, i + 1, length - i);
            output[i++] = n;
            length++;
        }
        return new String(output, 0, length);
    }

    private static void appendVariable(int delta, int bias, StringBuilder out) {
        int q = delta;
        for (int k = BASE; ; k += BASE) {
            int threshold = threshold(k, bias);
            if (q < threshold) {
                out.append(letter(q));
                return;
            }
            out.append(letter(threshold + (q - threshold) % (BASE - threshold)));
            q = (q - threshold) / (BASE - threshold);
        }
    }

    private static int threshold(int k, int bias) {
        return Math.clamp(k - bias, T_MIN, T_MAX);
    }

    private static int adapt(int delta, int points, boolean first) {
        int d = first ? delta / DAMP : delta / 2;
        d += d / points;
        int k = 0;
        while (d > (BASE - T_MIN) * T_MAX / 2) {
            d /= BASE - T_MIN;
            k += BASE;
        }
        return k + (BASE - T_MIN + 1) * d / (d + SKEW);
    }

    private static char letter(int digit) {
        return (char) (digit < 26 ? 'a' + digit : '0' + digit - 26);
    }

    private static int digit(char c) {
        if (c >= 'a' && c <= 'z') {
            return c - 'a';
        }
        return c >= '0' && c <= '9' ? c - '0' + 26 : -1;
    }
}
