/** The Helm chart, rendered by Helm's own code as a linked library; no helm program is needed. */
@NullMarked
package io.postwerk.tests.charts;

import org.jspecify.annotations.NullMarked;
