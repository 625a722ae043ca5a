/** The MailServer: its checks, its files and its certificates. */
@NullMarked
package io.postwerk.plan.server;

import org.jspecify.annotations.NullMarked;
