package io.postwerk.authsidecar.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.authsidecar.UserSets;
import io.postwerk.mail.EmailAddress;
import io.postwerk.password.WorkKind;
import io.postwerk.sasl.User;
import io.postwerk.sasl.UserLookup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UserSourcesTest {

    /** Knows users, each by the name that is asked for, and answers with that address. */
    private record Source(String name, String domain, Map<String, String> answers) implements UserSource {
        @Override
        public WorkKind workKind() {
            return WorkKind.CPU_BOUND;
        }

        @Override
        public boolean covers(EmailAddress address) {
            return domain.isEmpty() || address.domain().toString().equals(domain);
        }

        @Override
        public UserLookup find(EmailAddress address, long minSequence) {
            String answer = answers.get(address.toString());
            if (answer == null) {
                return new UserLookup.Unknown();
            }
            return answer.isEmpty() ? new UserLookup.Unavailable("away") : known(answer);
        }

        private UserLookup known(String answer) {
            return new UserLookup.Found(
                    new User(UserSets.address(answer), name, OptionalLong.empty(), OptionalLong.empty(), false));
        }

        @Override
        public Optional<Stream<String>> names() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }

    private final UserSources sources = new UserSources(List.of(
            new Source("first", "", Map.of("alice@example.org", "alice@example.org", "away@example.org", "")),
            new Source(
                    "bounded",
                    "example.net",
                    Map.of(
                            "anna@example.net", "anna@example.net",
                            "alias@example.net", "anna@example.net",
                            "stranger@example.net", "bob@example.com")),
            new Source(
                    "open",
                    "",
                    Map.of(
                            "carol@example.com", "carol.c@example.com",
                            "thief@example.com", "alice@example.org",
                            "maybe@example.com", "away@example.org"))));

    private String find(String name) {
        return switch (sources.find(name, 0)) {
            case UserLookup.Found(User user) -> user.address() + " of " + user.mailboxId();
            case UserLookup.Unknown() -> "unknown";
            case UserLookup.Unavailable _ -> "unavailable";
        };
    }

    @Test
    void aSourceMayKnowItsUsersByOtherNames() {
        assertThat(find("anna@example.net")).isEqualTo("anna@example.net of bounded");
        assertThat(find("alias@example.net")).isEqualTo("anna@example.net of bounded");
        assertThat(find("carol@example.com")).isEqualTo("carol.c@example.com of open");
        assertThat(find("nobody@example.com")).isEqualTo("unknown");
    }

    @Test
    void aSourceAnswersForItsOwnDomainsOnly() {
        assertThat(find("stranger@example.net")).isEqualTo("unavailable");
        assertThat(sources.find("stranger@example.net")).isInstanceOf(UserLookup.Unavailable.class);
    }

    /** Nor while that cannot be told. */
    @Test
    void aSourceDoesNotAnswerForUsersOfOneBeforeIt() {
        assertThat(find("thief@example.com")).isEqualTo("unavailable");
        assertThat(find("maybe@example.com")).isEqualTo("unavailable");
    }
}
