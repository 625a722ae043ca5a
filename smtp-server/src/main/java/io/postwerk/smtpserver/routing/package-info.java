/** Where recipients lead and whose sender addresses are: pure but for the user directory. */
@NullMarked
package io.postwerk.smtpserver.routing;

import org.jspecify.annotations.NullMarked;
