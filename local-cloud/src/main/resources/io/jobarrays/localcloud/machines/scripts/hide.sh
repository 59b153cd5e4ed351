#!/bin/sh
# Hides what ordinary users of the host cannot read below directories: root of an instance has the user id
# of the host's root where root runs the local cloud, so the kernel would let it read all. Runs in the
# VPC, first by template.sh, and again before instances start, for files that came meanwhile.
#
# usage: hide.sh DIRECTORY PATH... [find options]     (adds whiteouts to DIRECTORY/mask)
set -eu
vpc=$1
shift
read -r _ _ ids </proc/self/uid_map
[ "$ids" -gt 1 ] || exit 0
# Programs with the set-user-id bit may be executable only.
find "$@" -xdev \( -type d ! -perm -005 -o ! -type d ! -type l ! -perm -004 ! -perm -4001 \) -prune -print0 2>/dev/null |
    xargs -0 -r sh -c '
        vpc=$1
        shift
        for path; do
            [ ! -c "$vpc/mask$path" ] || continue
            mkdir -p "$vpc/mask${path%/*}"
            rm -rf "${vpc:?}/template$path" "${vpc:?}/mask$path"
            mknod "$vpc/mask$path" c 0 0
        done' sh "$vpc"
