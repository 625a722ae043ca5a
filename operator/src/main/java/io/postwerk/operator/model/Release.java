package io.postwerk.operator.model;

import io.postwerk.config.Program;

/**
 * Which images the pods run.
 *
 * @param registry registry and folder of the images, as in {@code ghcr.io/postwerk}
 * @param version their tag
 * @param pullPolicy Always, IfNotPresent or Never
 */
public record Release(String registry, String version, String pullPolicy) {
    /** The image of a program. */
    public String image(Program program) {
        return registry + "/" + program.folder() + ":" + version;
    }
}
