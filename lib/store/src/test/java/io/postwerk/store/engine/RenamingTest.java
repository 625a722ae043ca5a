package io.postwerk.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.store.FolderName;
import io.postwerk.store.StoreResult.FolderResult;
import io.postwerk.store.StoreResult.NoSuchFolder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** RFC 3501 section 6.3.5. */
class RenamingTest {
    private static FolderName name(String name) {
        return FolderName.parse(name).orElseThrow();
    }

    private static Renaming plan(String from, String to, String... existing) {
        List<FolderName> names = Stream.of(existing).map(RenamingTest::name).toList();
        return Renaming.plan(names, name(from), name(to));
    }

    @Test
    void takesAlongWhatLiesBelow() {
        Renaming.Plan plan = (Renaming.Plan) plan("a", "x/y", "INBOX", "a", "a/b", "a/b/c", "ab");
        assertThat(plan.names().toString()).isEqualTo("{a=x/y, a/b=x/y/b, a/b/c=x/y/b/c}");
        assertThat(plan.missingParents()).containsExactly(name("x"));
    }

    @Test
    void namesWhatIsInTheWay() {
        assertThat(plan("a", "b", "a", "a/c", "b/c"))
                .isEqualTo(new Renaming.Refused(new FolderResult.AlreadyExists(name("b/c"))));
        assertThat(plan("a", "a", "a")).isEqualTo(new Renaming.Refused(new FolderResult.AlreadyExists(name("a"))));
        assertThat(plan("a", "a/b", "a")).isEqualTo(new Renaming.Refused(new FolderResult.NotAllowed()));
        assertThat(plan("a", "b", "c")).isEqualTo(new Renaming.Refused(new NoSuchFolder(false)));
    }
}
