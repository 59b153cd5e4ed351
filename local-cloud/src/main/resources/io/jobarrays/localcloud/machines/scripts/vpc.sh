#!/bin/sh
# First process of the VPC: root of a user namespace, pid 1 of a pid namespace. When it ends for any
# reason, the kernel kills the relay and every instance; mounts, addresses and disks end with their
# namespaces. It ends at the end of its standard input: a pipe whose other end only the process of the
# local cloud holds, so that kill -9 of that process ends everything here.
#
# usage: vpc.sh DIRECTORY SOCKET     (DIRECTORY is covered by a tmpfs that only the VPC sees)
set -eu
umask 022
vpc=$1
socket=$2

# The bind mount makes the socket's name unnecessary; deleting it here also works after the local
# cloud was killed.
forget() { rm -f "$socket" && rmdir "${socket%/*}"; }

# /proc is still the host's here: the local cloud uses this process id.
read -r pid _ </proc/self/stat
echo "pid $pid"

# The local cloud now writes the id maps of the user namespace. This shell started earlier and has no
# capabilities in it; processes that it starts from here on have all of them.
read -r _ || { forget && exit 1; }
mount -t tmpfs -o mode=700,size=1g vpc "$vpc"
: >"$vpc/relay.sock"
mount --bind "$socket" "$vpc/relay.sock"
forget
echo mounted

# The local cloud now writes its files into DIRECTORY, through /proc/PID/root.
read -r _
sh "$vpc/network.sh"
echo network
sh "$vpc/users.sh" "$vpc"
sh "$vpc/template.sh" "$vpc"
echo ready

exec cat >/dev/null
