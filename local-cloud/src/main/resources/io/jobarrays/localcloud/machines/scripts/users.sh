#!/bin/sh
# Creates the user namespace of all instances below the VPC's: root in an instance cannot change the
# mounts and addresses that root of the VPC created. It maps the same users as the VPC: all if root
# runs the local cloud, otherwise root only.
#
# usage: users.sh DIRECTORY     (creates DIRECTORY/users, a bind mount of the namespace)
set -eu
vpc=$1

mkfifo "$vpc/pid"
# /proc is the host's, in which the child has another process id than in this namespace.
unshare --user sh -c 'read -r pid _ </proc/self/stat; echo "$pid" >"$1"; exec sleep 60' sh "$vpc/pid" &
child=$!
read -r pid <"$vpc/pid"
while read -r inside _ count; do echo "$inside $inside $count"; done </proc/self/uid_map >"$vpc/uid_map"
while read -r inside _ count; do echo "$inside $inside $count"; done </proc/self/gid_map >"$vpc/gid_map"
# The kernel accepts a map in a single write only.
cat "$vpc/uid_map" >"/proc/$pid/uid_map"
cat "$vpc/gid_map" >"/proc/$pid/gid_map"
: >"$vpc/users"
mount --bind "/proc/$pid/ns/user" "$vpc/users"
kill "$child"
rm "$vpc/pid" "$vpc/uid_map" "$vpc/gid_map"
