/** Where recipients lead and whose sender addresses are: pure but for the user directory. */
package io.postwerk.smtpserver.routing;
