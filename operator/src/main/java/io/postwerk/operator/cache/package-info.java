/**
 * Caches of the API server's objects: informers of our own and the SDK's, and views of them. Objects are trimmed and shared, and must not
 * be changed.
 */
@NullMarked
package io.postwerk.operator.cache;

import org.jspecify.annotations.NullMarked;
