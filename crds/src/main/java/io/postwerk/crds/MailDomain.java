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

/** A domain whose mail a MailServer takes, with its aliases. */
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@Kind("MailDomain")
@Singular("maildomain")
@Plural("maildomains")
@ShortNames("md")
@Categories(ApiGroup.CATEGORY)
@Annotations("helm.sh/resource-policy=keep")
@AdditionalPrinterColumn(name = "Domain", jsonPath = ".spec.domain")
@AdditionalPrinterColumn(name = "Type", jsonPath = ".spec.type")
@AdditionalPrinterColumn(name = "Server", jsonPath = ".spec.serverRef.name")
@AdditionalPrinterColumn(name = "Users", jsonPath = ".status.users", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@JsonClassDescription("A domain whose mail a MailServer takes, with its aliases.")
public final class MailDomain extends CustomResource<MailDomainSpec, MailDomainStatus> implements Namespaced {
    private static final long serialVersionUID = 1;
}
