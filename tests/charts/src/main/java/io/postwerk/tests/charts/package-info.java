/** The Helm chart, rendered by Helm itself without a program of that name: a library of it is linked in. */
@NullMarked
package io.postwerk.tests.charts;

import org.jspecify.annotations.NullMarked;
