/**
 * The server side of SASL mechanisms, and the client side of SCRAM. Pure: no input or output, no threads, no user
 * source. What users there are, mechanisms learn through {@link io.postwerk.sasl.mechanism.CredentialSource} and
 * {@link io.postwerk.sasl.mechanism.PasswordCheck}; what takes time they hand back as
 * {@link io.postwerk.sasl.NextStep.Work}, for the caller to run where it may.
 */
@NullMarked
package io.postwerk.sasl.mechanism;

import org.jspecify.annotations.NullMarked;
