/** Measures the operator with thousands of users. */
@NullMarked
package io.postwerk.bench.operatorscale;

import org.jspecify.annotations.NullMarked;
