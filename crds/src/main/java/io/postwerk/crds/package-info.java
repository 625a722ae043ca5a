/**
 * The custom resources of Postwerk as Java types, group {@code postwerk.io}, version {@code v1alpha1}. The CRDs in the folder
 * {@code crds} are generated from them and committed; a test holds them in sync.
 *
 * <p>Each part of a specification is a record ({@link io.postwerk.crds.SpecRecord}): fields with a default always have a value, and
 * every other optional field is an {@code Optional}. Its description stands in the annotation alone. Validation that a schema can express stands here as annotations; what needs more than one
 * resource is the planner's.
 */
package io.postwerk.crds;
