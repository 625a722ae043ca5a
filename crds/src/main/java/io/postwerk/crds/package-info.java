/**
 * The custom resources of Postwerk as Java types, group {@code postwerk.io}, version {@code v1alpha1}. The CRDs in the folder
 * {@code crds} are generated from them and committed; a test holds them in sync.
 *
 * <p>Each part of a specification is a record ({@link io.postwerk.crds.SpecRecord}): fields with a default always have a value, and
 * every other optional field is an {@code Optional}. Descriptions and validation that a schema can express stand in annotations of
 * its components; checks that need more than one resource are the planner's.
 */
@NullMarked
package io.postwerk.crds;

import org.jspecify.annotations.NullMarked;
