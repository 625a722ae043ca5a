/** A real Kubernetes node on this machine: kubelet, kube-proxy, containerd, and what a cluster has besides them. */
@NullMarked
package io.postwerk.controlplane.node;

import org.jspecify.annotations.NullMarked;
