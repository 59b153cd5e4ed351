#!/bin/sh
# Creates once what all instances share: overlay layers above the host's directories, the empty root
# directory, /dev, and the list of mounts (mounts.sh sets a variable of machine.sh, in fstab format).
#
#   etc/       layers of /etc, see etc.sh; an instance keeps the one that it began with
#   template/  files of the local cloud, and the directories that scripts may change: for an
#              unprivileged user, files owned by the host's root are writable only in directories
#              that this layer provides
#   mask/      whiteouts that hide files of the host; this layer is below template/, so a name in
#              both shows the file in template/ only
#   blank/     a new disk: root/ is the root directory, the others are upper and work directories
#              of the overlays
#
# The local cloud has written into DIRECTORY: hidden (paths, one per line), shown (directories of the
# host besides the system's), shared (directories that instances can write, as in fstab), image (a path
# or an empty file), etc-source (the host's /etc), the scripts and the stand-ins.
#
# usage: template.sh DIRECTORY
set -eu
vpc=$1
template=$vpc/template
mask=$vpc/mask
blank=$vpc/blank
overlays=0
mkdir -p "$template" "$mask" "$blank/root" "$vpc/disks" "$vpc/probe"
. "$vpc/layers.sh"
read -r _ _ ids </proc/self/uid_map

# What instances see of the host's /var where root runs the local cloud: data of packages. Secrets of
# services are elsewhere in /var, and files that came later would be seen by instances that run.
package_data="lib/dpkg lib/apt lib/rpm lib/alternatives lib/texmf lib/ghostscript lib/aspell
    lib/dictionaries-common lib/python cache/fontconfig"

# refused MESSAGE: prints the message and exits.
refused() {
    echo "$1"
    exit 1
}

mount -t proc proc "$vpc/probe" 2>/dev/null ||
    refused "the kernel refuses a new /proc, as it does inside many containers"
umount "$vpc/probe"
supports_overlay "$blank" || refused "the kernel refuses overlays in user namespaces; Linux 5.11 allows them"

sh "$vpc/etc.sh" "$vpc" 1 "$(cat "$vpc/etc-source")"

for directory in /opt /usr/local /var; do
    skeleton "$directory"
done
skeleton /usr -maxdepth 1
while read -r path; do
    whiteout "$path"
done <"$vpc/hidden"
mkdir -p "$template/var/log" "$template/var/lib" "$template/usr/lib/local-cloud"
mkdir -p "$template/var/tmp"
chmod 1777 "$template/var/tmp"
mkdir -p "$template/var/lib/cloud/instance" "$template/var/lib/cloud/data"

cp "$vpc/init.sh" "$template/usr/lib/local-cloud/init"
cp "$vpc/sshd.sh" "$template/usr/lib/local-cloud/sshd"
cp "$vpc/syslog.py" "$template/usr/lib/local-cloud/syslog"
for log in messages wtmp btmp lastlog; do
    : >"$template/var/log/$log"
done
chmod 640 "$template/var/log/messages"
chgrp adm "$template/var/log/messages" 2>/dev/null || true
. "$vpc/stand-ins.sh"

cd "$blank/root"
mkdir -m 700 root root/.ssh
mkdir -m 1777 tmp
mkdir home srv mnt media run proc sys dev
cp -r /etc/skel/. root/ 2>/dev/null || true
cd /
user=$(grep -m 1 '^ec2-user:' "$vpc/etc/1/passwd" || true)
# With one user id, that of an ordinary user of the host, root is the only user.
if [ "$ids" -gt 1 ] && [ -n "$user" ]; then
    home=$blank/root/home/ec2-user
    mkdir -m 700 "$home" "$home/.ssh"
    cp -r /etc/skel/. "$home/" 2>/dev/null || true
    # sshd of an instance has no PAM, which reads that file elsewhere.
    ln -s /etc/environment "$home/.ssh/environment"
    chown -hR "$(echo "$user" | cut -d : -f 3,4)" "$home"
fi
if [ "$ids" -eq 1 ] || [ ! -u /usr/bin/sudo ]; then
    stand_in sudo.sh /usr/bin sudo
fi

# /dev: unprivileged devices, bind-mounted from the host: a user namespace cannot create device nodes.
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
# What init writes is the console; in place of devices, which a user namespace cannot create.
for console in console ttyS0; do
    ln -s /proc/1/fd/1 "$vpc/dev/$console"
done
ln -s /run/dev-log "$vpc/dev/log"
mount -o remount,bind,ro "$vpc/dev"

# One mount(8) creates all mounts of an instance: most of the time goes into starting the program.
line 'mounts="'
line "\$disk/root \$disk/root none rbind"
etc_overlay
for name in usr var opt bin sbin lib lib32 lib64 libx32; do
    if [ -L "/$name" ]; then
        cp -P "/$name" "$blank/root/$name"
    elif [ "$name" = var ] && [ "$ids" -gt 1 ]; then
        find /var -maxdepth 1 -type l -exec cp -P {} "$template/var/" \;
        overlay /var
        for part in $package_data; do
            [ ! -d "/var/$part" ] || show "/var/$part" 0
        done
    elif [ -d "/$name" ]; then
        show "/$name" 2
    fi
done
while read -r path; do
    show "$path" 0
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
if mount -t sysfs -o ro sysfs "$vpc/probe" 2>/dev/null; then
    umount "$vpc/probe"
    line "sysfs \$disk/root/sys sysfs ro,nosuid,nodev,noexec"
fi
# If the host's root runs the local cloud, the instance's root could write to these files.
for name in bus fs irq sys sysrq-trigger; do
    [ ! -e "/proc/$name" ] || line "\$disk/root/proc/$name \$disk/root/proc/$name none bind,ro"
done
# What of the kernel's files only root of the host may read.
if [ "$ids" -gt 1 ]; then
    find /proc -maxdepth 1 -type f ! -perm -004 | while read -r file; do
        line "$vpc/dev/null \$disk/root$file none bind,ro"
    done
    for part in /sys/firmware /sys/module /sys/power /sys/hypervisor /sys/kernel/[!m]* /sys/kernel/mm/* \
        /sys/fs/* /sys/class/* /sys/bus/* /sys/devices/* /sys/devices/virtual/*; do
        case $part in
        /sys/fs/cgroup | /sys/devices/system | /sys/devices/virtual | /sys/devices/virtual/net) ;;
        *) hide_kernel_files "$part" ;;
        esac
    done
fi
line "\$disk/boot_id \$disk/root/proc/sys/kernel/random/boot_id none bind,ro"
number=0
while read -r path; do
    number=$((number + 1))
    mkdir "$vpc/share-$number"
    # Bound here, so that instances have it even when its name on the host goes.
    mount --rbind "$(printf "$path")" "$vpc/share-$number"
    line "$vpc/share-$number \$disk/root$path none rbind,X-mount.mkdir"
done <"$vpc/shared"
line '"'

# Since Linux 6.14 pid_max belongs to the pid namespace; before, it was the limit of the host.
IFS=.- read -r major minor _ </proc/sys/kernel/osrelease
if [ "$major" -gt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -ge 14 ]; }; then
    echo 4096 >"$vpc/pid_max"
fi
