#!/bin/sh
# First process of the VPC: root of a user namespace, pid 1 of a pid namespace. When it ends, for
# whatever reason, the kernel kills the relay and every instance, and mounts, addresses and disks
# go with their namespaces. It lives as long as its standard input: a pipe whose other end only
# the local cloud's process holds, so that even kill -9 of that process ends everything here.
#
# usage: vpc.sh DIRECTORY SOCKET     (DIRECTORY is covered by a tmpfs that only the VPC sees)
set -eu
vpc=$1
socket=$2

mount -t tmpfs -o mode=700,size=1g vpc "$vpc"

# /proc is still the host's here: the number is the one by which the local cloud knows us.
read -r pid _ </proc/self/stat
echo "pid $pid"

# The local cloud now puts its files into DIRECTORY, through /proc/PID/root, and says so.
read -r _

: >"$vpc/relay.sock"
mount --bind "$socket" "$vpc/relay.sock"
sh "$vpc/network.sh"
echo network
sh "$vpc/template.sh" "$vpc"

echo ready
exec cat >/dev/null
