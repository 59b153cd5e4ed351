#!/bin/sh
# systemctl for the one unit an instance of the local cloud has: spored. What systemd does for it on
# a real one is a loop here: spored comes back when it dies, until it ends with 0 or is stopped. At
# the first boot the user data begins that loop, later init does.
loop='until /opt/spored/bin/spored; do sleep 1; done'

# seek WORDS: whether a process of this machine has them on its command line; sets pid.
seek() {
    for command in /proc/[0-9]*/cmdline; do
        case $(tr '\0' ' ' 2>/dev/null <"$command") in
        *"$1"*)
            pid=${command#/proc/} && pid=${pid%/cmdline}
            ! ours || return 0
            ;;
        esac
    done
    return 1
}

# In process mode /proc shows the other machines too.
ours() {
    [ -z "${SPAWN_MACHINE:-}" ] ||
        tr '\0' '\n' 2>/dev/null <"/proc/$pid/environ" | grep -qx "SPAWN_MACHINE=$SPAWN_MACHINE"
}

begin() {
    setsid sh -c "$loop" >>/var/log/spored.log 2>&1 </dev/null &
}

# The loop goes first. As with systemd, what has not ended after 90 seconds is killed.
end() {
    signal=TERM
    tries=0
    while seek "$loop" || seek spored.jar; do
        kill -s "$signal" "$pid" 2>/dev/null
        sleep 0.1
        tries=$((tries + 1))
        [ "$tries" -lt 900 ] || signal=KILL
    done
}

verb=
unit=
for argument in "$@"; do
    case $argument in
    -*) ;;
    *) if [ -z "$verb" ]; then verb=$argument; else unit=${argument%.service}; fi ;;
    esac
done

case $verb in
poweroff | halt | reboot) exec shutdown now ;;
daemon-reload | enable | disable | mask | unmask | reset-failed) exit 0 ;;
esac
if [ "$unit" != spored ]; then
    echo "Unit ${unit:-?}.service could not be found: an instance of the local cloud has spored alone." >&2
    exit 4
fi
case $verb in
status)
    if seek spored.jar; then
        echo "● spored.service - agent of a job array"
        echo "     Active: active (running)"
        echo "   Main PID: $pid"
    elif seek "$loop"; then
        echo "● spored.service - agent of a job array"
        echo "     Active: activating (auto-restart)"
        exit 3
    else
        echo "○ spored.service - agent of a job array"
        echo "     Active: inactive (dead)"
        exit 3
    fi
    ;;
is-active)
    if seek spored.jar; then
        echo active
    elif seek "$loop"; then
        echo activating && exit 3
    else
        echo inactive && exit 3
    fi
    ;;
start) seek "$loop" || seek spored.jar || begin ;;
stop) end ;;
restart) end && begin ;;
*)
    echo "systemctl $verb: not known to the local cloud." >&2
    exit 1
    ;;
esac
