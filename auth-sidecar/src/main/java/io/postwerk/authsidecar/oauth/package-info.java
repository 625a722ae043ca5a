/** Checks of OAuth tokens: JWTs (RFC 7519) and introspection (RFC 7662). */
@NullMarked
package io.postwerk.authsidecar.oauth;

import org.jspecify.annotations.NullMarked;
