package io.postwerk.controlplane;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A finished request to the API server, as its audit log has it (audit.k8s.io/v1, level Metadata). A watch is there twice: when it
 * has begun (stage {@code ResponseStarted}) and when it has ended. Texts are empty where they mean nothing.
 *
 * @param stage {@code ResponseStarted}, {@code ResponseComplete} or {@code Panic}
 * @param verb as RBAC has it: {@code get}, {@code list}, {@code watch}, {@code create}, {@code patch}, ...
 * @param user who asked, or who was impersonated
 * @param apiGroup empty for the core group
 * @param resource plural
 * @param code HTTP status
 * @param userAgent what the client calls itself
 * @param uri path and query
 */
public record AuditEvent(
        String stage,
        String verb,
        String user,
        String apiGroup,
        String resource,
        String subresource,
        String namespace,
        String name,
        int code,
        String userAgent,
        String uri) {

    static AuditEvent of(JsonNode event) {
        JsonNode object = event.path("objectRef");
        String impersonated = event.at("/impersonatedUser/username").asText();
        return new AuditEvent(
                event.path("stage").asText(),
                event.path("verb").asText(),
                impersonated.isEmpty() ? event.at("/user/username").asText() : impersonated,
                object.path("apiGroup").asText(),
                object.path("resource").asText(),
                object.path("subresource").asText(),
                object.path("namespace").asText(),
                object.path("name").asText(),
                event.at("/responseStatus/code").asInt(),
                event.path("userAgent").asText(),
                event.path("requestURI").asText());
    }

    /** Whether something may have been changed. */
    public boolean writes() {
        return switch (verb) {
            case "get", "list", "watch" -> false;
            default -> true;
        };
    }

    /** As RBAC names it: {@code pods} or {@code pods/status}. */
    public String target() {
        return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }
}
