package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.Annotations;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Domains whose mail a MailServer takes and passes on to another server. */
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@Kind("Relay")
@Singular("relay")
@Plural("relays")
@ShortNames("mr")
@Categories(ApiGroup.CATEGORY)
@Annotations("helm.sh/resource-policy=keep")
@AdditionalPrinterColumn(name = "Domains", jsonPath = ".spec.domains")
@AdditionalPrinterColumn(name = "NextHop", jsonPath = ".spec.nextHop.host")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@JsonClassDescription("Domains whose mail a MailServer takes and passes on to another server.")
public final class Relay extends CustomResource<RelaySpec, ResourceStatus> implements Namespaced {
    private static final long serialVersionUID = 1;
}
