#!/bin/sh
# What all instances start from, made once: layers that lie over the host's directories, the empty
# root directory, /dev, and the list of mounts (mounts.sh: a variable of machine.sh, read as fstab).
#
#   template/  our own files, and the directories a script may want to change: for an ordinary
#              user, what the host's root owns is writable only where its directory is ours
#   mask/      whiteouts: what of the host is not shown; they lie under template/, so a name that
#              is in both shows ours alone
#   blank/     a fresh disk: root/ is the root directory, the others what overlays write to
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
mkdir -p "$template" "$mask" "$blank/root" "$vpc/disks"

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

# line WORD...: one more mount.
line() {
    echo "$*" >>"$vpc/mounts.sh"
}

# overlay PATH NAME [HOST_DIRECTORY]
overlay() {
    mkdir -p "$template$1" "$blank/root$1" "$blank/$2" "$blank/work-$2"
    lower=$template$1
    if [ ! -c "$mask$1" ]; then
        mkdir -p "$mask$1"
        lower=$lower:$mask$1
        if [ $# -eq 3 ] && [ -d "$3" ]; then lower=$lower:$3; fi
    fi
    line "overlay \$disk/root$1 overlay" \
        "lowerdir=$lower,upperdir=\$disk/$2,workdir=\$disk/work-$2,userxattr"
}

# /etc is a copy of what everybody may read: no key and no password hash comes along, and every
# file is ours to change.
etc=$template/etc
mkdir -p "$etc"
cp -RP /etc/. "$etc/" 2>/dev/null || true
find "$etc" -xdev \( -type f ! -perm -004 -o -type d ! -perm -005 \) -prune -exec rm -rf {} +
rm -f "$etc/resolv.conf" "$etc/hosts" "$etc/hostname" "$etc/shadow"
mkdir -p "$etc/profile.d" "$etc/spawn"
echo "nameserver 169.254.169.253" >"$etc/resolv.conf"
sed 's/:.*/:*:19000:0:99999:7:::/' /etc/passwd >"$etc/shadow"
chmod 600 "$etc/shadow"
if [ -f /etc/nsswitch.conf ]; then
    sed 's/^hosts:.*/hosts: files dns/' /etc/nsswitch.conf >"$etc/nsswitch.conf"
fi

for directory in /opt /usr/local /var; do
    skeleton "$directory"
done
skeleton /usr -maxdepth 1
while read -r path; do
    whiteout "$path"
done <"$vpc/hidden"
mkdir -p "$template/var/log" "$template/var/lib" "$template/usr/lib/local-cloud"
mkdir -m 1777 "$template/var/tmp"

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

cd "$blank/root"
mkdir -m 700 root root/.ssh
mkdir -m 1777 tmp
mkdir home srv mnt media run proc sys dev
cp -r /etc/skel/. root/ 2>/dev/null || true
cd /

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
line 'mounts="'
line "\$disk/root \$disk/root none rbind"
overlay /etc etc
for name in usr var opt; do
    overlay "/$name" "$name" "/$name"
done
for name in bin sbin lib lib32 lib64 libx32; do
    if [ -L "/$name" ]; then
        cp -P "/$name" "$blank/root/$name"
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
    line "$vpc/spored \$disk/root/opt/spored none bind,ro"
fi
line "tmpfs \$disk/root/run tmpfs mode=755,nosuid,nodev,size=64m"
line "$vpc/dev \$disk/root/dev none rbind"
line "tmpfs \$disk/root/dev/shm tmpfs mode=1777,nosuid,nodev,size=50%"
line "devpts \$disk/root/dev/pts devpts newinstance,ptmxmode=0666,mode=620"
line "proc \$disk/root/proc proc nosuid,nodev,noexec"
line "sysfs \$disk/root/sys sysfs ro,nosuid,nodev,noexec"
# Where the host's root runs the cloud, an instance's root passes for it in these files.
for name in bus fs irq sys sysrq-trigger; do
    [ ! -e "/proc/$name" ] || line "\$disk/root/proc/$name \$disk/root/proc/$name none bind,ro"
done
line '"'

# Where user data is written before the first boot; part of what the overlay of /var holds.
mkdir -p "$blank/var/lib/cloud/instance"
: >"$blank/var/lib/cloud/instance/user-data.txt"
chmod 700 "$blank/var/lib/cloud/instance/user-data.txt"
