#!/bin/sh
# First process of the VPC: root of a user namespace, pid 1 of a pid namespace. When it ends, for
# whatever reason, the kernel kills the relay and every instance, and mounts, addresses and disks
# go with their namespaces. It lives as long as its standard input: a pipe whose other end only
# the local cloud's process holds, so that even kill -9 of that process ends everything here.
#
# usage: vpc.sh DIRECTORY SOCKET     (DIRECTORY is covered by a tmpfs that only the VPC sees)
set -eu
umask 022
vpc=$1
socket=$2

# The socket needs no name any more; taken away here, it is gone even if the local cloud is.
forget() { rm -f "$socket" && rmdir "${socket%/*}"; }

# /proc is still the host's here: the number is the one by which the local cloud knows us.
read -r pid _ </proc/self/stat
echo "pid $pid"

# The local cloud now says who is who in the user namespace. This shell has no capability in it,
# as it began before; what it starts from here on has them all.
read -r _ || { forget && exit 1; }
mount -t tmpfs -o mode=700,size=1g vpc "$vpc"
: >"$vpc/relay.sock"
mount --bind "$socket" "$vpc/relay.sock"
forget
echo mounted

# The local cloud now puts its files into DIRECTORY, through /proc/PID/root.
read -r _
sh "$vpc/network.sh"
echo network
sh "$vpc/users.sh" "$vpc"
sh "$vpc/template.sh" "$vpc"
echo ready

exec cat >/dev/null
