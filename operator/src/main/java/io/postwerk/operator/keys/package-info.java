/**
 * Keys, certificates and verifiers of a MailServer: what is made once and kept, or made again in time. Reads and creates Secrets
 * through {@link io.postwerk.operator.keys.KeyStorage} only.
 */
@NullMarked
package io.postwerk.operator.keys;

import org.jspecify.annotations.NullMarked;
