#!/bin/sh
# Network of the VPC: a router with one veth per instance instead of a bridge. Members reach each other
# through the router and keep one neighbour entry each; a bridge would need size squared entries, and
# the kernel allows 1024 for all namespaces together.
set -eu

# Strict reverse path filter: an instance cannot send from the address of another one.
echo 1 >/proc/sys/net/ipv4/conf/all/rp_filter
# With forwarding, connections to the internet fail immediately with "network unreachable".
echo 1 >/proc/sys/net/ipv4/ip_forward
echo 0 >/proc/sys/net/ipv4/conf/all/send_redirects
echo 0 >/proc/sys/net/ipv4/conf/default/send_redirects
# The relay listens on ports 80 and 53.
echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start

ip -batch - <<END
link set lo up
addr add 10.77.0.1/32 dev lo
addr add 169.254.169.251/32 dev lo
addr add 169.254.169.252/32 dev lo
addr add 169.254.169.253/32 dev lo
addr add 169.254.169.254/32 dev lo
END
