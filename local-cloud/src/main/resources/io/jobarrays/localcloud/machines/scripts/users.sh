#!/bin/sh
# The user namespace of all instances, below the VPC's: their root has no power over the mounts and
# addresses that the VPC's root made for them. It has the same users as the VPC: everybody where
# root runs the local cloud, else root alone.
#
# usage: users.sh DIRECTORY     (makes DIRECTORY/users, the namespace as a file)
set -eu
vpc=$1

mkfifo "$vpc/born"
# /proc is the host's, which knows our child by another number than we do.
unshare --user sh -c 'read -r pid _ </proc/self/stat; echo "$pid" >"$1"; exec sleep 60' sh "$vpc/born" &
child=$!
read -r pid <"$vpc/born"
while read -r inside _ count; do echo "$inside $inside $count"; done </proc/self/uid_map >"$vpc/uid_map"
while read -r inside _ count; do echo "$inside $inside $count"; done </proc/self/gid_map >"$vpc/gid_map"
# The kernel takes a map in one write.
cat "$vpc/uid_map" >"/proc/$pid/uid_map"
cat "$vpc/gid_map" >"/proc/$pid/gid_map"
: >"$vpc/users"
mount --bind "/proc/$pid/ns/user" "$vpc/users"
kill "$child"
rm "$vpc/born" "$vpc/uid_map" "$vpc/gid_map"
