package io.postwerk.sasl.wire;

import io.postwerk.sasl.FailureReason;
import java.util.Optional;

/**
 * The {@code code=} of FAIL. The first five are Dovecot's; the others are ours: clients ignore a code that they do not know.
 * Versions before 1.2 had bare words in place of some.
 */
final class FailCode {

    private static final String TEMPORARY = "temp_fail";
    private static final String NOT_AUTHORIZED = "authz_fail";
    private static final String DISABLED = "user_disabled";
    private static final String EXPIRED = "pass_expired";
    private static final String MALFORMED = "invalid_base64";
    private static final String ENCRYPTION_REQUIRED = "encryption_required";
    private static final String UNKNOWN_MECHANISM = "unknown_mechanism";

    private FailCode() {}

    static Optional<String> code(FailureReason reason) {
        return switch (reason) {
            case CREDENTIALS -> Optional.empty();
            case TEMPORARY -> Optional.of(TEMPORARY);
            case DISABLED -> Optional.of(DISABLED);
            case EXPIRED -> Optional.of(EXPIRED);
            case NOT_AUTHORIZED -> Optional.of(NOT_AUTHORIZED);
            case ENCRYPTION_REQUIRED -> Optional.of(ENCRYPTION_REQUIRED);
            case MALFORMED -> Optional.of(MALFORMED);
            case UNKNOWN_MECHANISM -> Optional.of(UNKNOWN_MECHANISM);
        };
    }

    static Optional<String> text(FailureReason reason) {
        return switch (reason) {
            case CREDENTIALS, DISABLED, EXPIRED, NOT_AUTHORIZED -> Optional.empty();
            case TEMPORARY -> Optional.of("Temporary authentication failure");
            case ENCRYPTION_REQUIRED -> Optional.of("Passwords are not accepted over a connection without TLS");
            case MALFORMED -> Optional.of("Malformed response");
            case UNKNOWN_MECHANISM -> Optional.of("Mechanism not available");
        };
    }

    static FailureReason reason(Parameters parameters) {
        return parameters.value("code").map(FailCode::ofCode).orElseGet(() -> ofWord(parameters));
    }

    private static FailureReason ofCode(String code) {
        return switch (code) {
            case TEMPORARY -> FailureReason.TEMPORARY;
            case DISABLED -> FailureReason.DISABLED;
            case EXPIRED -> FailureReason.EXPIRED;
            case NOT_AUTHORIZED -> FailureReason.NOT_AUTHORIZED;
            case MALFORMED -> FailureReason.MALFORMED;
            case ENCRYPTION_REQUIRED -> FailureReason.ENCRYPTION_REQUIRED;
            case UNKNOWN_MECHANISM -> FailureReason.UNKNOWN_MECHANISM;
            default -> FailureReason.CREDENTIALS;
        };
    }

    private static FailureReason ofWord(Parameters parameters) {
        if (parameters.has("temp")) {
            return FailureReason.TEMPORARY;
        } else if (parameters.has("authz")) {
            return FailureReason.NOT_AUTHORIZED;
        } else if (parameters.has(DISABLED)) {
            return FailureReason.DISABLED;
        } else if (parameters.has("pass_expired")) {
            return FailureReason.EXPIRED;
        }
        return FailureReason.CREDENTIALS;
    }
}
