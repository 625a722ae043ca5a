package io.postwerk.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers below are part of the file format: with others, entries would be looked for in the wrong file. */
class BucketsTest {
    @ParameterizedTest
    @CsvSource({
        // printf %s alice@example.org | sha256sum
        "alice@example.org, 58",
        "Alice@EXAMPLE.org, 58",
        "bob@example.org, 40",
        "info@example.org, 38",
        "postmaster@example.org, 44",
        "'\"a b\"@example.org', 23",
        "alice@xn--bcher-kva.example, 4",
        "alice@bücher.example, 4",
    })
    void ofAddress(String address, int bucket) {
        assertThat(Buckets.of(Sets.address(address))).isEqualTo(bucket);
    }

    @ParameterizedTest
    @CsvSource({"example.org, 63", "EXAMPLE.org, 63", "alias.example, 11", "xn--bcher-kva.example, 23"})
    void ofDomain(String domain, int bucket) {
        assertThat(Buckets.of(Sets.domain(domain))).isEqualTo(bucket);
    }

    @Test
    void spreadEvenly() {
        int[] sizes = new int[Buckets.COUNT];
        IntStream.range(0, 64_000).forEach(i -> sizes[Buckets.of(Sets.address("user" + i + "@example.org"))]++);
        assertThat(IntStream.of(sizes).boxed())
                .allSatisfy(size -> assertThat(size).isBetween(800, 1200));
    }

    @Test
    void haveFilesOfTwoDigits() {
        assertThat(Buckets.usersFile(7)).isEqualTo("users-07.json");
        assertThat(Buckets.routingFile(63)).isEqualTo("routing-63.json");
    }
}
