#!/bin/sh
# The VPC's own network: a router with one veth for each instance, no bridge. Members reach each
# other through it, so each keeps one neighbour entry whatever the size of the array (a bridge
# needs size squared of them, and the kernel allows 1024 for all namespaces together).
set -eu

# Strict reverse path: an instance cannot speak under the address of another one.
echo 1 >/proc/sys/net/ipv4/conf/all/rp_filter
# Forwarding also answers "network unreachable" at once to whoever tries the internet.
echo 1 >/proc/sys/net/ipv4/ip_forward
echo 0 >/proc/sys/net/ipv4/conf/all/send_redirects
echo 0 >/proc/sys/net/ipv4/conf/default/send_redirects
# The relay listens on port 80 and 53.
echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start

ip -batch - <<END
link set lo up
addr add 10.77.0.1/32 dev lo
addr add 169.254.169.251/32 dev lo
addr add 169.254.169.252/32 dev lo
addr add 169.254.169.253/32 dev lo
addr add 169.254.169.254/32 dev lo
END
