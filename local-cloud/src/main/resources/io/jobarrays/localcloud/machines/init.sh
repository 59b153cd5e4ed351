#!/bin/sh
# Init of an instance: runs the user data at the first boot, starts the agent at later ones, reaps
# whatever loses its parent, and ends the instance on SIGTERM (sent by our shutdown).
#
# usage: init INSTANCE_ID PRIVATE_IP
id=$1
private=$2
instance=/var/lib/cloud/instance
log=/var/log/cloud-init-output.log

power_off() {
    trap '' TERM
    kill -TERM -1 2>/dev/null
    # What has not ended after a second ends with us.
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        set -- /proc/[0-9]*
        # Init, and nobody else.
        [ $# -gt 1 ] || break
        sleep 0.1
    done
    exit 0
}
trap power_off TERM

umask 022
ulimit -c 0
hostname >/etc/hostname
cat >/etc/hosts <<END
127.0.0.1 localhost
$private $(hostname)
END
mkdir -p "$instance"
echo "$id" >/var/lib/cloud/data-instance-id
echo booted

if [ ! -e "$instance/boot-finished" ]; then
    : >"$instance/boot-finished"
    mv /run/user-data "$instance/user-data.txt"
    chmod 700 "$instance/user-data.txt"
    if [ "$(head -c 2 "$instance/user-data.txt")" = '#!' ]; then
        # tee ends with the last writer, not by the SIGTERM of a shutdown: no word is lost.
        (cd / && exec setsid "$instance/user-data.txt") 2>&1 </dev/null |
            (trap '' TERM && exec tee -a "$log") &
    fi
elif [ -x /opt/spored/bin/spored ] && [ -e /etc/spawn/agent.env ]; then
    setsid /opt/spored/bin/spored >>/var/log/spored.log 2>&1 </dev/null &
fi

# A child that never ends: wait then reaps every orphan, and a signal interrupts it.
while :; do
    sleep 2147483647 &
    wait
done
