package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.Annotations;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** A mail server: where it listens, whom it trusts, and who may attach domains to it. */
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@Kind("MailServer")
@Singular("mailserver")
@Plural("mailservers")
@ShortNames("ms")
@Categories(ApiGroup.CATEGORY)
@Annotations("helm.sh/resource-policy=keep")
@ValidationRule(
        value = "size(self.metadata.name) <= 32 && self.metadata.name.matches(r'^[a-z]([a-z0-9-]*[a-z0-9])?$')",
        fieldPath = ".metadata.name",
        message = Rules.SERVER_NAME)
@ValidationRule(
        // Down to what the largest volume has: a size that the cluster refused can be taken back.
        value = "[oldSelf.spec.smtp.storage.size, oldSelf.?status.?storage.?capacity.?smtp"
                + ".orValue(oldSelf.spec.smtp.storage.size)].exists(least, "
                + "quantity(self.spec.smtp.storage.size).compareTo(quantity(least)) >= 0)",
        fieldPath = ".spec.smtp.storage.size",
        message = Rules.STORAGE_GROWS)
@ValidationRule(
        // Down to what the largest volume has: a size that the cluster refused can be taken back.
        value = "[oldSelf.spec.mailbox.storage.size, oldSelf.?status.?storage.?capacity.?mailbox"
                + ".orValue(oldSelf.spec.mailbox.storage.size)].exists(least, "
                + "quantity(self.spec.mailbox.storage.size).compareTo(quantity(least)) >= 0)",
        fieldPath = ".spec.mailbox.storage.size",
        message = Rules.STORAGE_GROWS)
@AdditionalPrinterColumn(name = "Hostname", jsonPath = ".spec.hostname")
@AdditionalPrinterColumn(name = "Address", jsonPath = ".status.addresses[0]")
@AdditionalPrinterColumn(name = "Version", jsonPath = ".status.version")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@JsonClassDescription("A mail server: where it listens, whom it trusts, and who may attach domains to it.")
public final class MailServer extends CustomResource<MailServerSpec, MailServerStatus> implements Namespaced {
    private static final long serialVersionUID = 1;
}
