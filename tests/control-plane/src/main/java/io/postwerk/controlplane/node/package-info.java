/** A real Kubernetes node on this machine: kubelet, kube-proxy, containerd, and what a cluster has besides them. */
package io.postwerk.controlplane.node;
