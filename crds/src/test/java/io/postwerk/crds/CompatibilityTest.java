package io.postwerk.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.testkit.Generated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A resource that was good for a released CRD is good today. A release adds a folder of its CRDs; none is ever edited. */
class CompatibilityTest {
    private static final Path RELEASED = Generated.root().resolve("crds/src/test/resources/released");

    static List<Path> released() throws IOException {
        try (Stream<Path> files = Files.walk(RELEASED)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("released")
    void breaksNothingOfARelease(Path released) throws IOException {
        String name = released.getFileName().toString();
        assertThat(CrdYaml.files()).containsKey(name);
        assertThat(Compatibility.breaks(
                        Files.readString(released), CrdYaml.files().get(name)))
                .as("what is said of " + released)
                .isEmpty();
    }

    private static final String CRD = """
            spec:
              group: postwerk.io
              scope: Namespaced
              names: {kind: Thing, plural: things}
              versions:
              - name: v1alpha1
                served: true
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      count: {type: integer, minimum: 1, maximum: 9}
                      one: {type: number, minimum: 0, maximum: 8, x-kubernetes-validations: [{rule: self == 1}]}
                      name: {type: string, pattern: ^a$, maxLength: 5}
                      size: {type: string, enum: [Large, Small], default: Large}
                      list: {type: array, maxItems: 3, x-kubernetes-list-type: set, items: {type: string, maxLength: 7}}
                      map: {type: object, additionalProperties: {type: string, maxLength: 8}}
                      port:
                        type: object
                        default: {number: 25}
                        properties: {number: {type: number}, tls: {type: boolean, default: true}}
                      any: {type: object, x-kubernetes-preserve-unknown-fields: true}
                    required: [name]
            """;

    @Test
    void whatIsTheSameBreaksNothing() {
        assertThat(Compatibility.breaks(CRD, CRD)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "count: {type: integer, minimum: 1, maximum: 9} | more: {type: integer}\\n          count: {type: integer}",
                "minimum: 1, maximum: 9 | minimum: 0, maximum: 10",
                "maxLength: 5 | maxLength: 6",
                "enum: [Large, Small] | enum: [Small, Medium, Large]",
                "required: [name] | required: []",
                "required: [name] | required: [name, size]",
                "maxItems: 3, | ''",
                "type: string, pattern: ^a$, maxLength: 5 | x-kubernetes-int-or-string: true, minimum: 1, pattern: ^a$, maxLength: 5",
                "minimum: 0, maximum: 8 | minimum: 1, maximum: 1",
                "number: 25} | number: 25, tls: true}",
                "number: 25}\\n            properties: { | number: 25, name: a}\\n            properties: {name: {type: string}, ",
            })
    void mayBeWider(String old, String changed) {
        assertThat(Compatibility.breaks(CRD, changed(old, changed))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plural: things | plural: thing | /spec/names/plural is another",
                "scope: Namespaced | scope: Cluster | /spec/scope is another",
                "served: true | served: false | v1alpha1 is no longer served",
                "count: | counts: | count: is gone",
                "type: integer | type: string | count: type was \"integer\", is \"string\"",
                "minimum: 1 | minimum: 2 | count: minimum was 1, is 2",
                "maximum: 9 | maximum: 8 | count: maximum was 9, is 8",
                "maxLength: 5 | maxLength: 4 | name: maxLength was 5, is 4",
                "maxLength: 5 | maxLength: 5, minLength: 1 | name: minLength was not there, is 1",
                "^a$ | ^b$ | name: pattern was \"^a$\", is \"^b$\"",
                "enum: [Large, Small] | enum: [Large] | size: enum was [\"Large\",\"Small\"], is [\"Large\"]",
                "pattern: ^a$ | pattern: ^a$, enum: [a] | name: enum was not there, is [\"a\"]",
                "default: Large | default: Small | size: default was \"Large\", is \"Small\"",
                "maximum: 9 | maximum: 9, default: 3 | count: default was not there, is 3",
                "number: 25 | number: 26 | port: default was {\"number\":25,\"tls\":true}, is {\"number\":26,\"tls\":true}",
                "number: 25 | number: 25, tls: false | port: default was {\"number\":25,\"tls\":true}, is {\"number\":25,\"tls\":false}",
                "type: set | type: atomic | list: x-kubernetes-list-type was \"set\", is \"atomic\"",
                "maxItems: 3 | maxItems: 2 | list: maxItems was 3, is 2",
                "maxLength: 7 | maxLength: 6 | list[]: maxLength was 7, is 6",
                "maxLength: 8 | maxLength: 7 | map.*: maxLength was 8, is 7",
                "required: [name] | required: [count, name] | : [count] must be there now",
                "unknown-fields: true | unknown-fields: false | any: fields without a schema are dropped now",
            })
    void mayNotBeNarrower(String old, String changed, String said) {
        assertThat(Compatibility.breaks(CRD, changed(old, changed))).containsExactly(said);
    }

    private static String changed(String old, String changed) {
        String crd = CRD.replace(old.replace("\\n", "\n"), changed.replace("\\n", "\n"));
        assertThat(crd).isNotEqualTo(CRD);
        return crd;
    }
}
