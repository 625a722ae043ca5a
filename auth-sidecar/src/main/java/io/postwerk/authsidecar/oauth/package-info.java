/** Tokens of OAuth 2.0 issuers. */
package io.postwerk.authsidecar.oauth;
