package io.postwerk.config.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.Sets;
import io.postwerk.config.load.ConfigWriter;
import io.postwerk.config.load.LiveConfig;
import io.postwerk.config.routing.AliasEntry.Expansion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutingTableTest {
    @TempDir
    Path directory;

    @Test
    void findsDomainsAliasesAndLogins() throws Exception {
        RoutedDomain domain = new RoutedDomain(
                Sets.domain("example.org"),
                new DomainKind.Mailbox(),
                List.of(),
                Optional.of(Sets.address("alice@example.org")),
                Optional.empty());
        Expansion info = new Expansion.Targets(
                List.of(Sets.address("alice@example.org"), Sets.address("bob@example.org")), false);
        new ConfigWriter(directory)
                .write(Sets.routing(
                        3, List.of(domain), List.of(new AliasEntry(Sets.address("info@example.org"), info))));
        try (LiveConfig<RoutingTable> live = LiveConfig.routing(directory)) {
            RoutingTable table = live.current().orElseThrow();
            assertThat(table.sequence()).isEqualTo(3);
            assertThat(table.domain(Sets.domain("EXAMPLE.org"))).contains(domain);
            assertThat(table.domain(Sets.domain("sub.example.org"))).isEmpty();
            assertThat(table.domains()).containsExactly(domain);
            assertThat(table.aliases(Sets.address("Info@Example.org"))).contains(info);
            assertThat(table.aliases(Sets.address("alice@example.org"))).isEmpty();
            assertThat(table.postmaster()).contains(Sets.address("alice@example.org"));
            assertThat(table.login("smarthost").orElseThrow().password().reveal())
                    .isEqualTo("secret");
            assertThat(table.login("other")).isEmpty();
        }
    }
}
