package io.postwerk.crds;

import io.postwerk.testkit.Generated;
import org.junit.jupiter.api.Test;

/** Keeps the committed CRDs and their reference what the types say. */
class CrdSyncTest {
    @Test
    void committedCrdsAreWhatTheTypesSay() {
        CrdYaml.files().forEach((name, yaml) -> Generated.by("crds").check("crds/" + name, yaml));
    }

    @Test
    void referenceIsWhatTheTypesSay() {
        Generated.by("crds").check("docs/reference/crds.md", CrdReference.text(CrdYaml.files()));
    }
}
