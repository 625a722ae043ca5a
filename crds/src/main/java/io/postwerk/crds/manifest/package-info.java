/**
 * Manifests, the YAML text that {@code kubectl apply} takes, read into resources as strictly as an API server reads them: by the
 * schemas of the CRDs, with their defaults. Pure: from text to resources and problems.
 */
@NullMarked
package io.postwerk.crds.manifest;

import org.jspecify.annotations.NullMarked;
