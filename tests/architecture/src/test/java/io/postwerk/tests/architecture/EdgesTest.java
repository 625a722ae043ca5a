package io.postwerk.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The edges hold in the code, and each rule would notice if they did not. */
class EdgesTest {
    private static JavaClasses mainClasses;
    private static JavaClasses violations;

    @BeforeAll
    static void read() {
        mainClasses = Modules.mainClasses();
        violations = Modules.violations();
    }

    @Test
    void everyModuleIsRead() {
        for (String module : Modules.withMainCode()) {
            assertThat(mainClasses.stream()
                            .filter(type -> type.getSource()
                                    .orElseThrow()
                                    .getUri()
                                    .getPath()
                                    .contains("/" + module + "/target/classes/")))
                    .as("classes of " + module)
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void holds(Edges edge) {
        edge.rule().check(mainClasses);
    }

    @ParameterizedTest
    @EnumSource
    void wouldNotice(Edges edge) {
        assertThat(edge.rule().evaluate(violations).hasViolation())
                .as("the classes made to break " + edge + " break it")
                .isTrue();
    }
}
