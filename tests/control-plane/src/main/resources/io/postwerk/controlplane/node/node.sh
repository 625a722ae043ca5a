#!/bin/bash
# usage: node.sh FOLDER KUBELET KUBE_PROXY COREDNS
# A node in namespaces of its own: processes, mounts and network. When this script ends in any way the kernel ends every process
# in it, containers too, and takes down its mounts, its bridge and its packet filter; cgroups and the folder stay for the caller.
# What the addresses are: Network.java.
set -euo pipefail
folder=$1

if [ "${2:-}" != inside ]; then
    if [ -e /sys/fs/cgroup/cgroup.controllers ]; then # version 2
        mkdir -p "/sys/fs/cgroup/$NODE_CGROUP"
        sed 's/[^ ]*/+&/g' /sys/fs/cgroup/cgroup.controllers >"/sys/fs/cgroup/cgroup.subtree_control"
    else
        for controller in /sys/fs/cgroup/*/; do mkdir -p "$controller$NODE_CGROUP"; done
        # A group without these can hold no process.
        for limit in cpuset.cpus cpuset.mems; do
            [ ! -d /sys/fs/cgroup/cpuset ] || cat "/sys/fs/cgroup/cpuset/$limit" >"/sys/fs/cgroup/cpuset/$NODE_CGROUP/$limit"
        done
    fi
    # File descriptor 9 is the machine's network, which one end of the link belongs to. --kill-child: if the outer one is killed, so is the inner.
    exec 9</proc/self/ns/net
    exec unshare --mount --net --pid --fork --kill-child --mount-proc "$0" "$folder" inside "${@:2}"
fi
kubelet=$3
kube_proxy=$4
coredns=$5

# Mounts of containers must spread within the node, and not out of it.
mount --make-rshared /
# kubelet, containerd and the CNI plugins leave things here, wherever they are told to keep theirs.
for path in /run /var/lib /var/log; do mount -t tmpfs tmpfs "$path"; done

machine() { nsenter --net=/proc/self/fd/9 "$@"; }
ip link set lo up
ip link add eth0 type veth peer name "$NODE_LINK"
ip link set "$NODE_LINK" netns /proc/self/fd/9
machine ip address add "$NODE_GATEWAY/30" dev "$NODE_LINK"
machine ip link set "$NODE_LINK" up
ip address add "$NODE_ADDRESS/30" dev eth0
ip link set eth0 up
ip route add default via "$NODE_GATEWAY"
for range in $NODE_RANGES; do machine ip route replace "$range" via "$NODE_ADDRESS"; done
echo 1 >/proc/sys/net/ipv4/ip_forward
[ ! -e /proc/sys/net/bridge/bridge-nf-call-iptables ] || echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables
exec 9<&-

containerd --config "$folder/containerd.toml" >"$folder/containerd.log" 2>&1 &
# The caller imports the image of the pause container first: no pod starts without.
until [ -e "$folder/go" ]; do sleep 0.1; done
"$kubelet" --config "$folder/kubelet.yaml" --kubeconfig "$folder/node.kubeconfig" --root-dir "$folder/kubelet" --cert-dir "$folder/kubelet/pki" \
    --hostname-override node --node-ip "$NODE_ADDRESS" --v 2 >"$folder/kubelet.log" 2>&1 &
"$kube_proxy" --config "$folder/kube-proxy.yaml" >"$folder/kube-proxy.log" 2>&1 &
"$coredns" -conf "$folder/Corefile" >"$folder/coredns.log" 2>&1 &
wait -n
echo "node: one of containerd, kubelet, kube-proxy and CoreDNS has ended" >&2
exit 1
