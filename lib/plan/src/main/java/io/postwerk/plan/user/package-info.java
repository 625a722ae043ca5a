/** MailUsers: addresses, aliases, mailboxes and credentials. */
@NullMarked
package io.postwerk.plan.user;

import org.jspecify.annotations.NullMarked;
