#!/bin/sh
# Changes mounts of an instance for a fault, or back; runs in the VPC.
#
# usage: mount-fault.sh etc-read-only INIT      also etc-writable
#        mount-fault.sh disk-full DISK          also disk-free
set -eu

# retry COMMAND...: tries for 5 s; the kernel refuses while a file is being written.
retry() {
    tries=0
    until error=$("$@" 2>&1); do
        tries=$((tries + 1))
        [ "$tries" -lt 50 ] || { echo "$error" && exit 1; }
        sleep 0.1
    done
}

# mount(8) enters the instance only for the system call: the instance's root may have replaced the
# programs there.
remount_etc() { mount -i -n -N "/proc/$init/ns/mnt" -o "remount,bind,$1" /etc; }

# A tmpfs as large as its content has no free block, and needs no memory to be full.
shrink_disk() {
    set -- $(stat -f -c '%b %f %S' "$disk")
    resize_disk $((($1 - $2) * $3))
}

# Without the source, mount(8) would pass on the old options, such as the uid of an ordinary user,
# which its user namespace does not map.
resize_disk() { mount -i -n -o "remount,size=$1" disk "$disk"; }

init=$2 disk=$2
case $1 in
etc-read-only) retry remount_etc ro ;;
etc-writable) retry remount_etc rw ;;
disk-full) retry shrink_disk ;;
# As in disk.sh.
disk-free) resize_disk 25% ;;
esac
