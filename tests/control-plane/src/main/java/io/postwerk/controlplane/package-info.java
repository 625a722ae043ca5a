/** A Kubernetes control plane for tests: the real programs, run on this machine, for one test JVM. */
package io.postwerk.controlplane;
