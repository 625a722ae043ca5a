package io.postwerk.operator.planning;

import java.time.Duration;

/**
 * What is the same for all MailServers.
 *
 * @param operatorNamespace namespace of the operator
 * @param operatorVersion version of the operator, which new MailServers run
 * @param registry registry and folder of the images
 * @param pullPolicy when images are pulled
 * @param period after which a plan is made although nothing has changed
 */
public record PlanningSettings(
        String operatorNamespace, String operatorVersion, String registry, String pullPolicy, Duration period) {}
