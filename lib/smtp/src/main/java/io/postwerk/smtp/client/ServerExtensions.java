package io.postwerk.smtp.client;

import io.postwerk.smtp.RcptParameters;
import io.postwerk.smtp.SmtpReply;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a server announces in its answer to EHLO or LHLO (RFC 5321 4.1.1.1).
 *
 * @param parameters by keyword in upper case
 */
record ServerExtensions(Map<String, List<String>> parameters) {
    static final ServerExtensions NONE = new ServerExtensions(Map.of());

    static ServerExtensions of(SmtpReply reply) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String line : reply.lines().subList(1, reply.lines().size())) {
            List<String> words = Arrays.asList(line.toUpperCase(Locale.ROOT).split(" +"));
            parameters.put(words.getFirst(), words.subList(1, words.size()));
        }
        return new ServerExtensions(parameters);
    }

    boolean pipelining() {
        return parameters.containsKey("PIPELINING");
    }

    boolean size() {
        return parameters.containsKey("SIZE");
    }

    boolean eightBit() {
        return parameters.containsKey("8BITMIME");
    }

    boolean startTls() {
        return parameters.containsKey("STARTTLS");
    }

    boolean authPlain() {
        return parameters.getOrDefault("AUTH", List.of()).contains("PLAIN");
    }

    boolean deliveryIds() {
        return parameters.containsKey(RcptParameters.XDELIVERYID);
    }
}
