#!/bin/sh
# Gives an instance its disk, a tmpfs in the VPC's mount namespace that outlives a stop, and goes
# on in namespaces of its own. User data comes on standard input.
#
# usage: disk.sh DIRECTORY ID ... (the rest is for machine.sh)
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
exec unshare --mount --pid --net --uts --ipc --fork --kill-child sh "$vpc/machine.sh" "$@" </dev/null
