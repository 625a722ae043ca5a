/** What failed logins cost those who fail. */
package io.postwerk.authsidecar.penalty;
