/** MailDomains: attachments, claims to domains, and next hops that tenants may use. */
@NullMarked
package io.postwerk.plan.domain;

import org.jspecify.annotations.NullMarked;
