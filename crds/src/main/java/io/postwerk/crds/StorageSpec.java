package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Optional;

/** The volume of each pod of a workload. */
@SpecRecord
@ValidationRule(
        value = "has(self.storageClassName) == has(oldSelf.storageClassName) && (!has(self.storageClassName) || "
                + "self.storageClassName == oldSelf.storageClassName)",
        message = Rules.STORAGE_CLASS_IMMUTABLE)
public record StorageSpec(
        @Default("10Gi")
        @Size(min = 1, max = 16)
        @Pattern(Patterns.QUANTITY)
        @ValidationRule(value = "quantity(self).compareTo(quantity(oldSelf)) >= 0", message = Rules.STORAGE_GROWS)
        @JsonPropertyDescription(
                "Size of the volume, as a quantity of octets. It can be made larger, as far as the storage class "
                        + "allows that, and not smaller.")
        String size,

        @Size(min = 1, max = 253)
        @Pattern(Patterns.OBJECT_NAME)
        @JsonPropertyDescription("Storage class of the volume. Default: that of the cluster. Cannot be changed.")
        Optional<String> storageClassName) {}
