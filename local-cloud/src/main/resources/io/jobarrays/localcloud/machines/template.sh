#!/bin/sh
# What all instances start from, made once: layers that lie over the host's directories, the empty
# root directory, /dev, and the list of mounts.
#
#   template/  our own files, and the directories a script may want to change: for an ordinary
#              user, what the host's root owns is writable only where its directory is ours
#   mask/      whiteouts: what of the host is not shown; they lie under template/, so a name that
#              is in both shows ours alone
#   blank/     the root directory of a fresh instance
#
# The local cloud has put into DIRECTORY: hidden (paths, one a line), shown (directories of the
# host besides the system's), image (a path, or nothing), our scripts and stand-ins.
#
# usage: template.sh DIRECTORY
set -eu
vpc=$1
template=$vpc/template
mask=$vpc/mask
blank=$vpc/blank
fstab=$vpc/fstab
this=$vpc/this # where an instance's own mount namespace has its disk
mkdir -p "$template" "$mask" "$blank" "$this" "$vpc/disks"

# skeleton DIRECTORY [find options]: its directories, empty and ours, in the template.
skeleton() {
    find "$@" -xdev -type d 2>/dev/null | head -n 20000 | sed "s|^|$template|" | tr '\n' '\0' |
        xargs -0 mkdir -p
}

# whiteout PATH: it is not in any instance.
whiteout() {
    mkdir -p "$mask${1%/*}"
    rm -rf "${template:?}$1"
    [ -e "$mask$1" ] || mknod "$mask$1" c 0 0
}

# overlay PATH NAME [HOST_DIRECTORY]: a line of fstab.
overlay() {
    mkdir -p "$template$1" "$mask$1" "$blank$1"
    lower=$template$1:$mask$1
    if [ $# -eq 3 ] && [ -d "$3" ]; then lower=$lower:$3; fi
    echo "$2" >>"$vpc/overlays"
    echo "overlay $this/root$1 overlay lowerdir=$lower,upperdir=$this/$2,workdir=$this/work-$2,userxattr" >>"$fstab"
}

# /etc is a copy of what everybody may read: no key and no password hash comes along, and every
# file is ours to change.
mkdir -p "$template/etc"
cp -a /etc/. "$template/etc/" 2>/dev/null || true
find "$template/etc" -xdev \( -type f ! -perm -004 -o -type d ! -perm -005 \) -prune -exec rm -rf {} +
rm -f "$template/etc/resolv.conf" "$template/etc/hosts" "$template/etc/hostname"
mkdir -p "$template/etc/profile.d" "$template/etc/spawn"
echo "nameserver 169.254.169.253" >"$template/etc/resolv.conf"
if [ -f /etc/nsswitch.conf ]; then
    sed 's/^hosts:.*/hosts: files dns/' /etc/nsswitch.conf >"$template/etc/nsswitch.conf"
fi

for directory in /opt /usr/local /var; do
    skeleton "$directory"
done
skeleton /usr -maxdepth 1
mkdir -p "$template/var/log" "$template/var/lib" "$template/var/tmp" "$template/usr/lib/local-cloud"
# The host's logs and temporary files are its own.
for directory in /var/log /var/tmp /var/crash; do
    mkdir -p "$mask/var"
    mknod "$mask$directory" c 0 0
done
chmod 1777 "$template/var/tmp"
while read -r path; do
    whiteout "$path"
done <"$vpc/hidden"

# Stand-ins replace the real ones by name, also where a script calls them by path.
cp "$vpc/init.sh" "$template/usr/lib/local-cloud/init"
bin=$(readlink -f /usr/bin)
sbin=$(readlink -f /usr/sbin)
mkdir -p "$template$bin" "$template$sbin"
for name in sudo systemctl journalctl ec2-metadata; do
    cp "$vpc/$name.sh" "$template$bin/$name"
    chmod 755 "$template$bin/$name"
done
for name in shutdown poweroff halt reboot; do
    rm -f "$template$sbin/$name"
    cp "$vpc/shutdown.sh" "$template$sbin/$name"
    chmod 755 "$template$sbin/$name"
done

mkdir -m 700 -p "$blank/root" "$blank/root/.ssh"
mkdir -p "$blank/home" "$blank/srv" "$blank/mnt" "$blank/media" "$blank/run" \
    "$blank/proc" "$blank/sys" "$blank/dev"
mkdir -m 1777 "$blank/tmp"
cp -r /etc/skel/. "$blank/root/" 2>/dev/null || true

# /dev: the devices everybody may use. Binds of the host's nodes, as a user namespace makes none.
mkdir -p "$vpc/dev"
mount -t tmpfs -o mode=755,size=64k dev "$vpc/dev"
for device in null zero full random urandom tty; do
    : >"$vpc/dev/$device"
    mount --bind "/dev/$device" "$vpc/dev/$device"
done
mkdir "$vpc/dev/pts" "$vpc/dev/shm" "$vpc/dev/mqueue"
ln -s pts/ptmx "$vpc/dev/ptmx"
ln -s /proc/self/fd "$vpc/dev/fd"
ln -s /proc/self/fd/0 "$vpc/dev/stdin"
ln -s /proc/self/fd/1 "$vpc/dev/stdout"
ln -s /proc/self/fd/2 "$vpc/dev/stderr"
mount -o remount,bind,ro "$vpc/dev"

# One mount(8) makes all of an instance's mounts: starting it is what costs.
echo "$this/root $this/root none rbind" >"$fstab"
overlay /etc etc
for name in usr var opt; do
    overlay "/$name" "$name" "/$name"
done
for name in bin sbin lib lib32 lib64 libx32; do
    if [ -L "/$name" ]; then
        cp -P "/$name" "$blank/$name"
    elif [ -d "/$name" ]; then
        overlay "/$name" "$name" "/$name"
    fi
done
number=0
while read -r path; do
    number=$((number + 1))
    overlay "$path" "shown-$number" "$path"
done <"$vpc/shown"
if [ -s "$vpc/image" ]; then
    mkdir -p "$vpc/spored" "$template/opt/spored"
    mount --bind "$(cat "$vpc/image")" "$vpc/spored"
    echo "$vpc/spored $this/root/opt/spored none bind,ro" >>"$fstab"
fi
cat >>"$fstab" <<END
tmpfs $this/root/run tmpfs mode=755,nosuid,nodev,size=64m
$vpc/dev $this/root/dev none rbind
tmpfs $this/root/dev/shm tmpfs mode=1777,nosuid,nodev,size=50%
devpts $this/root/dev/pts devpts newinstance,ptmxmode=0666,mode=620
proc $this/root/proc proc nosuid,nodev,noexec
sysfs $this/root/sys sysfs ro,nosuid,nodev,noexec
END
# Where the host's root runs the cloud, an instance's root passes for it in these files.
for name in bus fs irq sys sysrq-trigger; do
    [ ! -e "/proc/$name" ] || echo "$this/root/proc/$name $this/root/proc/$name none bind,ro" >>"$fstab"
done
