package io.postwerk.plan;

import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.plan.secret.SecretInputs;
import io.postwerk.plan.server.DeploymentTarget;

/**
 * What is wanted: the resources at one moment, and where they are to take effect.
 *
 * @param server the MailServer to plan for
 * @param manifests all resources, those of other MailServers too; Secrets among them are not looked at
 * @param secrets the Secrets that resources may refer to
 * @param target where the programs will run
 */
public record Snapshot(ObjectKey server, Manifests manifests, SecretInputs secrets, DeploymentTarget target) {}
