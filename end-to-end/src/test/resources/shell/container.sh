# Runs a program in the unpacked layers of an image as Kubernetes does: its own user without
# capabilities, a read-only root, one volume, secrets. In a mount namespace of its own.
# usage: unshare --mount sh container.sh ROOT STATE SECRETS PROGRAM...
set -eu
root=$1 state=$2 secrets=$3
shift 3
mount --make-rprivate /
mkdir -p "$root/dev" "$root/proc" "$root/tmp" "$root/run/secrets/spawn"
mount --bind "$root" "$root"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount -t tmpfs -o size=256m,mode=1777 tmpfs "$root/tmp"
mount --bind "$state" "$root/var/lib/spawn"
mount --bind "$secrets" "$root/run/secrets/spawn"
mount -o remount,bind,ro "$root/run/secrets/spawn"
mount -o remount,bind,ro "$root"
exec setpriv --no-new-privs chroot --userspec=10001:10001 --groups=10001 "$root" "$@"
