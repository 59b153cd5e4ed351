#!/bin/sh
# Creates a layer of /etc below the instances' own changes: a copy of the host's world-readable files,
# which contains no key and no password hash; the instance's root can change every file. Runs in the
# VPC, first by template.sh, and again when the host's /etc has changed.
#
# usage: etc.sh DIRECTORY NUMBER SOURCE     (creates DIRECTORY/etc/NUMBER from SOURCE, the host's /etc)
set -eu
vpc=$1
etc=$1/etc/$2
source=$3
mkdir -p "$etc"
cp -RP "$source/." "$etc/" 2>/dev/null || true
find "$etc" -xdev \( -type f ! -perm -004 -o -type d ! -perm -005 \) -prune -exec rm -rf {} +
while read -r path; do
    case $path in "$source"/*) rm -rf "${etc:?}${path#"$source"}" ;; esac
done <"$vpc/hidden"
rm -f "$etc/resolv.conf" "$etc/hosts" "$etc/hostname" "$etc/shadow" "$etc"/ssh/ssh_host_*
mkdir -p "$etc/profile.d" "$etc/spawn" "$etc/ssh"
echo "nameserver 169.254.169.253" >"$etc/resolv.conf"
env | grep -E '^(PATH|JAVA_HOME|AWS_[A-Z_]*)=' >>"$etc/environment"
sed 's/:.*/:*:19000:0:99999:7:::/' "$source/passwd" >"$etc/shadow"
chmod 600 "$etc/shadow"
if [ -f "$source/nsswitch.conf" ]; then
    sed 's/^hosts:.*/hosts: files dns/' "$source/nsswitch.conf" >"$etc/nsswitch.conf"
fi
. "$vpc/accounts.sh"
