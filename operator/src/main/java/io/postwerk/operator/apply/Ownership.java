package io.postwerk.operator.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.postwerk.operator.model.Labels;
import java.util.List;
import java.util.Optional;

/**
 * Whose an object is. Names of two MailServers' objects may meet, as may the name of something that somebody made by hand: what is
 * not the MailServer's own is never written to.
 */
final class Ownership {
    /** What is said of an object that is another MailServer's. */
    static final String TAKEN = "is there already, and is another MailServer's";

    private Ownership() {}

    /** Whether another MailServer has the object. */
    static boolean isAnothers(HasMetadata object, String server) {
        return server(object).filter(name -> !name.equals(server)).isPresent();
    }

    /** Whether the object carries no MailServer's label, and is none that the operator made and somebody took the label from. */
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
