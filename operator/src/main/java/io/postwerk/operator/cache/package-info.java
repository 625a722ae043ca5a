/**
 * What the operator knows of the API server without asking: informers, and views of what they hold. Objects are trimmed and shared;
 * nobody changes them.
 */
package io.postwerk.operator.cache;
