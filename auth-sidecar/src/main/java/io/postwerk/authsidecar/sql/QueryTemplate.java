package io.postwerk.authsidecar.sql;

import io.postwerk.mail.EmailAddress;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A query with the parameters {@code :address}, {@code :localPart} and {@code :domain}. Their values are always bound as
 * parameters: nothing that a client sends becomes SQL text.
 *
 * @param sql with a question mark for each parameter
 * @param parameters in their order
 */
record QueryTemplate(String sql, List<Parameter> parameters) {

    enum Parameter {
        ADDRESS(":address"),
        LOCAL_PART(":localPart"),
        DOMAIN(":domain");

        private final String text;

        Parameter(String text) {
            this.text = text;
        }
    }

    /** @throws IllegalArgumentException when the text has an unclosed quote or an unknown parameter */
    static QueryTemplate parse(String text) {
        var sql = new StringBuilder(text.length());
        var parameters = new ArrayList<Parameter>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'' || c == '"' || c == '`') {
                int end = text.indexOf(c, at + 1);
                if (end < 0) {
                    throw new IllegalArgumentException("the query has a quote that does not end");
                }
                sql.append(text, at, end + 1);
                at = end + 1;
            } else if (text.startsWith("::", at)) {
                sql.append("::");
                at += 2;
            } else if (c == ':') {
                Parameter parameter = parameterAt(text, at);
                parameters.add(parameter);
                sql.append('?');
                at += parameter.text.length();
            } else {
                sql.append(c);
                at++;
            }
        }
        return new QueryTemplate(sql.toString(), parameters);
    }

    private static Parameter parameterAt(String text, int at) {
        for (Parameter parameter : Parameter.values()) {
            int end = at + parameter.text.length();
            if (text.startsWith(parameter.text, at)
                    && (end == text.length() || !Character.isJavaIdentifierPart(text.charAt(end)))) {
                return parameter;
            }
        }
        throw new IllegalArgumentException(
                "the query has a parameter that there is not; there are :address, :localPart, :domain");
    }

    /** Gives the parameters their values: the canonical address and its parts. */
    void bind(PreparedStatement statement, EmailAddress address) throws SQLException {
        String canonical = address.canonical();
        int at = canonical.lastIndexOf('@');
        for (int i = 0; i < parameters.size(); i++) {
            statement.setString(
                    i + 1,
                    switch (parameters.get(i)) {
                        case ADDRESS -> canonical;
                        case LOCAL_PART -> canonical.substring(0, at);
                        case DOMAIN -> canonical.substring(at + 1);
                    });
        }
    }
}
