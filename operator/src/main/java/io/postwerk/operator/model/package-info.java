/**
 * What the Kubernetes objects of a MailServer are: pure functions without client, clock, files or randomness. The same input
 * gives the same objects, which golden files hold to their text.
 */
@NullMarked
package io.postwerk.operator.model;

import org.jspecify.annotations.NullMarked;
