#!/bin/sh
# Pid 1 of a new instance, still root of the VPC's user namespace: connects the network, mounts the
# file system and becomes init in the user namespace of the instances. Mounts created here are locked
# there: the instance's root can neither unmount nor change them.
#
# usage: machine.sh DIRECTORY ID HOSTNAME PRIVATE_IP PUBLIC_IP NUMBER VPC_PID CLOCK_OFFSET CGROUP ETC
#        (CGROUP: directory of the instance's memory limit, or an empty text; ETC: number of a layer, see
#        etc.sh)
set -eu
vpc=$1 id=$2 hostname=$3 private=$4 public=$5 number=$6 vpc_pid=$7 offset=$8 cgroup=$9 etc=$1/etc/${10}

# /proc is still the host's: the local cloud kills the instance by this process id.
read -r pid _ </proc/self/stat
echo "pid $pid"
echo 500 >/proc/self/oom_score_adj
[ ! -e "$vpc/pid_max" ] || cat "$vpc/pid_max" >/proc/sys/kernel/pid_max
hostname "$hostname"

# The name of the veth is never reused: the kernel removes the veth of an ended instance with a delay.
nsenter --net="/proc/$vpc_pid/ns/net" ip -batch - <<END
link add m$number type veth peer name eth0 netns 1
link set m$number addrgenmode none up
route replace $private/32 dev m$number src 10.77.0.1
route replace $public/32 dev m$number src 10.77.0.1
END
ip -batch - <<END
link set lo up
addr add $public/32 dev lo
link set eth0 addrgenmode none up
addr add $private/16 dev eth0 noprefixroute
route add 10.77.0.1 dev eth0 src $private
route add default via 10.77.0.1 src $private
END
echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start
echo "0 0" >/proc/sys/net/ipv4/ping_group_range

disk=$vpc/disks/$id
. "$vpc/mounts.sh"
printf '%s\n' "$mounts" >"$disk/fstab"
cat /proc/sys/kernel/random/uuid >"$disk/boot_id"
if [ -e "$vpc/exposed" ]; then
    while read -r exposed path; do
        printf '%s\n' "$vpc/exposed-$exposed $disk/root$path none bind,X-mount.mkdir"
    done <"$vpc/exposed" >>"$disk/fstab"
fi
[ -z "$cgroup" ] || . "$vpc/memory.sh"
mount -a -T "$disk/fstab"
instance=$disk/root/var/lib/cloud/instance
if [ ! -e "$disk/booted" ]; then
    : >"$disk/booted"
    cp "$disk/user-data" "$instance/user-data.txt"
    chmod 700 "$instance/user-data.txt"
fi
exec 5<"$vpc/users"
cd "$disk/root"
# The old root is mounted on /run until umount.
pivot_root . run
umount -l run

exec nsenter --user=/proc/self/fd/5 --preserve-credentials \
    unshare --mount --uts --ipc sh /usr/lib/local-cloud/init "$id" "$private" "$hostname" "$offset"
