#!/bin/sh
# systemctl for the one unit an instance of the local cloud has: spored.
running() {
    for command in /proc/[0-9]*/cmdline; do
        case $(tr '\0' ' ' <"$command" 2>/dev/null) in
        *spored.jar*) pid=${command#/proc/} && pid=${pid%/cmdline} && return 0 ;;
        esac
    done
    return 1
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
    if running; then
        echo "● spored.service - agent of a job array"
        echo "     Active: active (running)"
        echo "   Main PID: $pid"
    else
        echo "○ spored.service - agent of a job array"
        echo "     Active: inactive (dead)"
        exit 3
    fi
    ;;
is-active) if running; then echo active; else echo inactive && exit 3; fi ;;
start) running || setsid /opt/spored/bin/spored >>/var/log/spored.log 2>&1 </dev/null & ;;
stop) if running; then kill "$pid"; fi ;;
restart)
    if running; then kill "$pid"; fi
    while running; do sleep 0.1; done
    setsid /opt/spored/bin/spored >>/var/log/spored.log 2>&1 </dev/null &
    ;;
*)
    echo "systemctl $verb: not known to the local cloud." >&2
    exit 1
    ;;
esac
