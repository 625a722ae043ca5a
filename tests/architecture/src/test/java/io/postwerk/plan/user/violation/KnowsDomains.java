package io.postwerk.plan.user.violation;

import io.postwerk.plan.domain.violation.KnowsUsers;

/** Breaks: the plan has no cycles. */
public final class KnowsDomains {
    KnowsUsers domains;
}
