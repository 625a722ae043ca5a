package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** How users log in. */
@FieldsOnly
public final class AuthSpec {
    @Default("true")
    @JsonPropertyDescription(
            "Whether a login is neither offered nor accepted before TLS. Postfix: smtpd_tls_auth_only.")
    private boolean requireTls = true;

    @Default("false")
    @JsonPropertyDescription(
            "Whether the Received header names the user who logged in. Postfix: " + "smtpd_sasl_authenticated_header.")
    private boolean authenticatedHeader;

    /** Whether a login is neither offered nor accepted before TLS. */
    public boolean requireTls() {
        return requireTls;
    }

    /** Whether the Received header names the user who logged in. */
    public boolean authenticatedHeader() {
        return authenticatedHeader;
    }
}
