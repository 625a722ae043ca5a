/** {@code users-NN.json}: users with their quotas and credentials, and mailboxes to remove. */
@NullMarked
package io.postwerk.config.users;

import org.jspecify.annotations.NullMarked;
