#!/bin/sh
# Creates the disk of an instance, a tmpfs in the VPC's mount namespace that outlives a stop, and runs
# machine.sh in new namespaces. Reads the user data from standard input.
#
# usage: disk.sh DIRECTORY ID ... (the arguments of machine.sh)
set -eu
vpc=$1
disk=$vpc/disks/$2
cd /

if [ ! -d "$disk" ]; then
    mkdir "$disk"
    mount -t tmpfs -o mode=755,size=25% disk "$disk"
    cp -a "$vpc/blank/." "$disk"
    cat >"$disk/user-data"
fi
exec unshare --mount --pid --net --uts --ipc --cgroup --fork --kill-child sh "$vpc/machine.sh" "$@" </dev/null
