#!/bin/sh
# Init of an instance: runs the user data at the first boot, starts the agent at later ones, reaps
# whatever loses its parent, and ends the instance on SIGPWR (sent by our shutdown).
#
# usage: init INSTANCE_ID PRIVATE_IP HOSTNAME
id=$1 private=$2 hostname=$3
instance=/var/lib/cloud/instance
exec 5<&- # the namespace we came through

power_off() {
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
# SIGTERM is for everybody else: what is to end by it takes it back. A signal that is ignored for
# a moment only would be lost in that moment, when a script powers off at once.
trap power_off PWR
trap '' TERM

umask 022
echo "$hostname" >/etc/hostname
printf '127.0.0.1 localhost\n%s %s\n' "$private" "$hostname" >/etc/hosts
echo booted

if [ ! -e "$instance/boot-finished" ]; then
    echo "$id" >"$instance/boot-finished"
    read -r first <"$instance/user-data.txt"
    case $first in
    '#!'*)
        # tee ends with its last writer, and no word is lost.
        (trap - TERM && exec "$instance/user-data.txt") 2>&1 </dev/null |
            tee -a /var/log/cloud-init-output.log &
        ;;
    esac
elif [ -x /opt/spored/bin/spored ] && [ -e /etc/spawn/agent.env ]; then
    (trap - TERM && exec systemctl start spored) </dev/null &
fi
(trap - TERM && exec sh /usr/lib/local-cloud/sshd) >>/var/log/sshd.log 2>&1 </dev/null &

# A child that never ends: wait then reaps every orphan, and a signal interrupts it.
while :; do
    (trap - TERM && exec sleep 2147483647) &
    wait
done
