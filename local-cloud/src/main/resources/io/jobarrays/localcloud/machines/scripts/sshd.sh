#!/bin/sh
# Starts sshd in an instance, if the host has it, for the keys in ~/.ssh/authorized_keys. Does nothing
# if a user other than root runs the local cloud: the user namespace then maps root only, and sshd
# needs a second user for privilege separation.
sshd=/usr/sbin/sshd
key=/etc/ssh/ssh_host_ed25519_key
read -r _ _ users </proc/self/uid_map
[ -x $sshd ] && [ "$users" -gt 1 ] || exit 0
mkdir -p /run/sshd
[ -e $key ] || ssh-keygen -q -t ed25519 -N '' -f $key || exit 0
# Without PAM, sessions do not read /etc/environment; PermitUserEnvironment reads ~/.ssh/environment.
exec $sshd -D -e -f /dev/null \
    -o HostKey=$key \
    -o PermitRootLogin=prohibit-password \
    -o PasswordAuthentication=no \
    -o KbdInteractiveAuthentication=no \
    -o UsePAM=no \
    -o PermitUserEnvironment=yes \
    -o UseDNS=no \
    -o MaxStartups=200 \
    -o PidFile=none \
    -o "Subsystem=sftp internal-sftp" \
    -o "SetEnv=PATH=$PATH JAVA_HOME=$JAVA_HOME AWS_ENDPOINT_URL=$AWS_ENDPOINT_URL AWS_REGION=$AWS_REGION AWS_DEFAULT_REGION=$AWS_DEFAULT_REGION"
