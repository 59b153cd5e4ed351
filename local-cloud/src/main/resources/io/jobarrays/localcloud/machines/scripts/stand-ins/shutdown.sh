#!/bin/sh
# Stand-in for shutdown, poweroff, halt, reboot, init 0 and init 6, since instances have no systemd:
# ends the instance or boots it again, now or at the given time, unless shutdown -c cancels it. In
# process mode the machine is the process SPAWN_MACHINE, never the host, and always ends.
end="kill -PWR 1"
what="power off"
case "${0##*/}: $* " in
reboot:* | shutdown:*" -r "* | shutdown:*" --reboot "* | *init:*" 6 "*) end="kill -USR1 1" what=reboot ;;
esac
[ -z "${SPAWN_MACHINE:-}" ] || end="kill -TERM $SPAWN_MACHINE"
scheduled=${SPAWN_ROOT:-}/run/shutdown.pid

# The waiting process leads its own session, so that its process group can be killed.
cancel() {
    [ ! -e "$scheduled" ] || kill -- "-$(cat "$scheduled")" 2>/dev/null
    rm -f "$scheduled"
}

case ${0##*/}:${1:-} in
*init:0 | *init:6) ;;
*init:*)
    echo "${0##*/}: an instance of the local cloud knows 0, which ends it, and 6, which boots it again" >&2
    exit 1
    ;;
esac

# Without a time, shutdown waits a minute; the other programs act immediately.
time=now
[ "${0##*/}" != shutdown ] || time=+1
for argument in "$@"; do
    case $argument in
    -c) cancel && exit 0 ;;
    now | +[0-9]* | [0-9]*:[0-9]*) time=$argument && break ;;
    esac
done
case $time in
now) seconds=0 ;;
+*) seconds=$((${time#+} * 60)) ;;
*)
    seconds=$(($(date -d "$time" +%s) - $(date +%s)))
    [ "$seconds" -ge 0 ] || seconds=$((seconds + 86400))
    ;;
esac
cancel
if [ "$seconds" -eq 0 ]; then
    # The shell's own kill: a small system has no other.
    $end
    exit
fi
mkdir -p "${scheduled%/*}"
setsid sh -c "sleep $seconds && $end" </dev/null >/dev/null 2>&1 &
echo $! >"$scheduled"
wall "The system will $what in $seconds seconds."
