#!/bin/sh
# sshd of an instance, where the host has one, for whoever has a key in ~/.ssh/authorized_keys. Not
# where an ordinary user runs the cloud: root is alone there, and sshd needs another user to
# separate its privileges.
sshd=/usr/sbin/sshd
key=/etc/ssh/ssh_host_ed25519_key
read -r _ _ users </proc/self/uid_map
[ -x $sshd ] && [ "$users" -gt 1 ] || exit 0
mkdir -p /run/sshd
[ -e $key ] || ssh-keygen -q -t ed25519 -N '' -f $key || exit 0
# Without PAM nobody reads /etc/environment for a session.
exec $sshd -D -e -f /dev/null \
    -o HostKey=$key \
    -o PermitRootLogin=prohibit-password \
    -o PasswordAuthentication=no \
    -o KbdInteractiveAuthentication=no \
    -o UsePAM=no \
    -o UseDNS=no \
    -o MaxStartups=200 \
    -o PidFile=none \
    -o "Subsystem=sftp internal-sftp" \
    -o "SetEnv=PATH=$PATH JAVA_HOME=$JAVA_HOME AWS_ENDPOINT_URL=$AWS_ENDPOINT_URL AWS_REGION=$AWS_REGION AWS_DEFAULT_REGION=$AWS_DEFAULT_REGION"
