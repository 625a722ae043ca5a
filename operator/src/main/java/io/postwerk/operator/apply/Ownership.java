package io.postwerk.operator.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.postwerk.operator.model.Labels;
import java.util.List;
import java.util.Optional;

/**
 * Which MailServer an object belongs to. Objects of two MailServers may have the same name, and so may an object that somebody made by
 * hand. An object that does not belong to the MailServer is never written.
 */
final class Ownership {
    /** What is said of an object that is another MailServer's. */
    static final String TAKEN = "is there already, and is another MailServer's";

    private Ownership() {}

    /** Whether another MailServer has the object. */
    static boolean isAnothers(HasMetadata object, String server) {
        return server(object).filter(name -> !name.equals(server)).isPresent();
    }

    /** Whether the object has no MailServer's label and was not made by the operator; one that lost its label was. */
    static boolean isNobodys(HasMetadata object) {
        return server(object).isEmpty()
                && Optional.ofNullable(object.getMetadata().getManagedFields()).orElse(List.of()).stream()
                        .map(ManagedFieldsEntry::getManager)
                        .noneMatch(Labels.OPERATOR::equals);
    }

    /** Name of the MailServer that an object is labelled with. */
    static Optional<String> server(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getLabels()).map(labels -> labels.get(Labels.SERVER));
    }
}
