#!/bin/sh
# systemctl for spored, the only unit of an instance of the local cloud. A loop does what systemd does
# on EC2: it restarts spored until spored ends with 0 or is stopped. The user data starts the loop at
# the first boot, with the same text, init at later boots.
spored=${SPORED_IMAGE:-${SPORED_ROOT:-}/opt/spored}
loop="until '$spored/bin/spored'; do sleep 1; done"

# find_process TEXT: finds a process of this machine by its command line; sets pid.
find_process() {
    for command in /proc/[0-9]*/cmdline; do
        case $(tr '\0' ' ' 2>/dev/null <"$command") in
        *"$1"*)
            pid=${command#/proc/} && pid=${pid%/cmdline}
            ! is_own_process || return 0
            ;;
        esac
    done
    return 1
}

# In process mode /proc also contains processes of other machines.
is_own_process() {
    [ -z "${SPAWN_MACHINE:-}" ] ||
        tr '\0' '\n' 2>/dev/null <"/proc/$pid/environ" | grep -qx "SPAWN_MACHINE=$SPAWN_MACHINE"
}

start_loop() {
    setsid sh -c "$loop" >>"${SPORED_ROOT:-}/var/log/spored.log" 2>&1 </dev/null &
}

# Stops the loop first. As systemd does, kills processes that have not ended after 90 seconds.
stop_all() {
    signal=TERM
    tries=0
    while find_process "$loop" || find_process spored.jar; do
        kill -s "$signal" "$pid" 2>/dev/null
        sleep 0.1
        tries=$((tries + 1))
        [ "$tries" -lt 900 ] || signal=KILL
    done
}

# On many machines a link to systemctl.
[ "${0##*/}" != runlevel ] || { echo "N 3" && exit 0; }

verb=
unit=
while [ $# -gt 0 ]; do
    case $1 in
    -p | -n | -t | -o | -H | -M | -s | --property | --lines | --type | --output | --signal) shift ;;
    --version)
        echo "systemd is not there: this is the stand-in of the local cloud, which knows the unit spored"
        exit 0
        ;;
    -q | --quiet) exec >/dev/null ;;
    -*) ;;
    *) if [ -z "$verb" ]; then verb=$1; else unit=${unit:-${1%.service}}; fi ;;
    esac
    [ $# -eq 0 ] || shift
done

list_units() {
    echo "UNIT           LOAD   ACTIVE SUB     DESCRIPTION"
    echo "spored.service loaded active running agent of a job array"
}

# refuse_unit EXIT_CODE
refuse_unit() {
    echo "Unit $unit.service could not be found: an instance of the local cloud has only spored; start the program itself, with nohup PROGRAM >FILE 2>&1 &" >&2
    exit "$1"
}

case $verb in
poweroff | halt) exec shutdown now ;;
reboot) exec shutdown -r now ;;
daemon-reload | daemon-reexec | reset-failed) exit 0 ;;
'' | list-units | list-unit-files) list_units && exit 0 ;;
is-system-running) echo running && exit 0 ;;
esac
[ -n "$unit" ] || [ "$verb" != status ] || unit=spored
# The codes of systemctl for a unit that does not exist.
case $unit:$verb in
spored:enable | spored:disable | spored:mask | spored:unmask) exit 0 ;;
spored:is-enabled) echo enabled && exit 0 ;;
spored:is-failed) echo active && exit 1 ;;
spored:*) ;;
:*)
    echo "systemctl $verb: an instance of the local cloud has no systemd; name its unit, spored." >&2
    exit 1
    ;;
*:is-active) echo inactive && exit 3 ;;
*:is-failed) echo inactive && exit 1 ;;
*:status) refuse_unit 4 ;;
*:start | *:restart | *:stop | *:reload | *:try-restart) refuse_unit 5 ;;
*) refuse_unit 1 ;;
esac
case $verb in
status)
    if find_process spored.jar; then
        echo "● spored.service - agent of a job array"
        echo "     Active: active (running)"
        echo "   Main PID: $pid"
    elif find_process "$loop"; then
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
    if find_process spored.jar; then
        echo active
    elif find_process "$loop"; then
        echo activating && exit 3
    else
        echo inactive && exit 3
    fi
    ;;
start) find_process "$loop" || find_process spored.jar || start_loop ;;
stop) stop_all ;;
restart) stop_all && start_loop ;;
*)
    echo "systemctl $verb: not known to the local cloud; it knows status, is-active, start, stop and restart." >&2
    exit 1
    ;;
esac
