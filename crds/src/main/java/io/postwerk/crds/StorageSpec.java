package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Optional;

/** The volume of each pod of a workload. */
@FieldsOnly
@ValidationRule(
        value = "has(self.storageClassName) == has(oldSelf.storageClassName) && (!has(self.storageClassName) || "
                + "self.storageClassName == oldSelf.storageClassName)",
        message = Rules.STORAGE_CLASS_IMMUTABLE)
public final class StorageSpec {
    @Default("10Gi")
    @Size(min = 1, max = 16)
    @Pattern(Patterns.QUANTITY)
    @ValidationRule(value = "quantity(self).compareTo(quantity(oldSelf)) >= 0", message = Rules.STORAGE_GROWS)
    @JsonPropertyDescription(
            "Size of the volume, as a quantity of octets. It can be made larger, as far as the storage class "
                    + "allows that, and not smaller.")
    private String size = "10Gi";

    @Size(min = 1, max = 253)
    @Pattern(Patterns.OBJECT_NAME)
    @JsonPropertyDescription("Storage class of the volume. Default: that of the cluster. Cannot be changed.")
    private String storageClassName;

    /** Size of the volume, as a quantity of octets. */
    public String size() {
        return size;
    }

    /** Storage class of the volume; absent for that of the cluster. */
    public Optional<String> storageClassName() {
        return Optional.ofNullable(storageClassName);
    }
}
