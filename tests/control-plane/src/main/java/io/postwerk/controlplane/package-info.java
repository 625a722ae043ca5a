/** A Kubernetes control plane for tests: the real programs, run on this machine, for one test JVM. */
@NullMarked
package io.postwerk.controlplane;

import org.jspecify.annotations.NullMarked;
