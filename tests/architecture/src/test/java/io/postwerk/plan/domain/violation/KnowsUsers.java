package io.postwerk.plan.domain.violation;

import io.postwerk.plan.user.violation.KnowsDomains;

/** Breaks: the plan has no cycles. */
public final class KnowsUsers {
    KnowsDomains users;
}
