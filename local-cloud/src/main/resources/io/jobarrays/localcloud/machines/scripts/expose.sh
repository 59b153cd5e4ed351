#!/bin/sh
# Mounts a directory of the host, read-only, for instances that start from now on; runs in the VPC.
#
# usage: expose.sh DIRECTORY NUMBER PATH     (PATH as a field of fstab, which printf reads as well)
set -eu
vpc=$1
exposed=$1/exposed-$2
mkdir "$exposed"
# Bound here, so that instances have it even when its name on the host goes.
mount --bind "$(printf "$3")" "$exposed"
# The kernel refuses a change that would drop options of the host's mount.
options=ro
for option in $(findmnt --noheadings --output VFS-OPTIONS --mountpoint "$exposed" | tr , ' '); do
    case $option in nosuid | nodev | noexec | noatime | nodiratime | relatime) options=$options,$option ;; esac
done
if ! error=$(mount -o "remount,bind,$options" "$exposed" 2>&1); then
    umount -l "$exposed"
    echo "$error"
    exit 1
fi
printf '%s\n' "$2 $3" >>"$vpc/exposed"
