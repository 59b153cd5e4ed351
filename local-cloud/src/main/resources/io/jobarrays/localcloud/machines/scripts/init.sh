#!/bin/sh
# Init of an instance: runs the user data at the first boot, starts the agent at later boots, reaps
# orphans, and ends the instance on SIGPWR, or boots it again on SIGUSR1, which the shutdown stand-in
# sends.
#
# usage: init INSTANCE_ID PRIVATE_IP HOSTNAME CLOCK_OFFSET     (offset in seconds)
id=$1 private=$2 hostname=$3 offset=$4
instance=/var/lib/cloud/instance
exec 5<&- # the user namespace, opened by machine.sh

end_processes() {
    kill -TERM -1 2>/dev/null
    tries=0
    # As long as the agent may take to send the end of the log.
    while [ "$tries" -lt 30 ]; do
        set -- /proc/[0-9]*
        # Only init is left.
        [ $# -gt 1 ] || break
        sleep 0.1
        tries=$((tries + 1))
    done
}

power_off() {
    end_processes
    # The kernel kills processes that have not ended after three seconds when init exits.
    exit 0
}

boot_again() {
    end_processes
    kill -KILL -1 2>/dev/null
    rm -rf /run/* 2>/dev/null # a tmpfs, empty at boot
    exec sh /usr/lib/local-cloud/init "$id" "$private" "$hostname" "$offset"
}
# Init ignores SIGTERM, which power_off sends to all processes; programs that it starts reset the
# trap. Init must ignore it permanently: a script that powers off immediately could send the signal
# at any time.
trap power_off PWR
trap boot_again USR1
trap '' TERM

# set_clock OFFSET: sets the clock of all programs from here on that use the C library. The monotonic
# clock stays right: programs that wait would hang otherwise.
set_clock() {
    grep -qs faketime /etc/ld.so.preload ||
        echo "/usr/\$LIB/faketime/libfaketimeMT.so.1" >>/etc/ld.so.preload
    case $1 in
    -*) FAKETIME=$1 ;;
    *) FAKETIME=+$1 ;;
    esac
    # For programs without these variables.
    echo "$FAKETIME" >/etc/faketimerc
    export FAKETIME FAKETIME_DONT_FAKE_MONOTONIC=1
}

umask 022
echo "$hostname" >/etc/hostname
# 32 digits, other ones on every instance.
echo "${id#i-}000000000000000" >/etc/machine-id
echo "$id" >/var/lib/cloud/data/instance-id
mkdir -m 1777 /run/lock
printf '127.0.0.1 localhost\n%s %s %s\n' "$private" "$hostname" "${hostname%%.*}" >/etc/hosts
[ "$offset" = 0 ] || set_clock "$offset"
echo booted

if [ ! -e "$instance/boot-finished" ]; then
    echo "$id" >"$instance/boot-finished"
    read -r first <"$instance/user-data.txt"
    case $first in
    '#!'*)
        # tee ends with its last writer, so that no output is lost.
        (trap - TERM && exec "$instance/user-data.txt") 2>&1 </dev/null |
            tee -a /var/log/cloud-init-output.log &
        ;;
    esac
elif [ -x /opt/spored/bin/spored ] && [ -e /etc/spawn/agent.env ]; then
    (trap - TERM && exec systemctl start spored) </dev/null &
fi
# Ready within some ten milliseconds, before an agent starts work.
if command -v python3 >/dev/null; then
    (trap - TERM && exec python3 -I -S /usr/lib/local-cloud/syslog /run/dev-log) </dev/null &
fi
(trap - TERM && exec sh /usr/lib/local-cloud/sshd) >>/var/log/sshd.log 2>&1 </dev/null &

# With a child that never ends, wait reaps every orphan, and a signal interrupts it.
while :; do
    (trap - TERM && exec sleep 2147483647) &
    wait
done
