#!/bin/sh
# A machine in process mode: its user data in a process group of its own, which ends when the local
# cloud closes our standard input or is gone.
#
# usage: process.sh FILE
trap '' INT
export SPAWN_MACHINE=$$

# In the background, as a trap waits for a command in the foreground; and from fd 3, as such a
# command is given no standard input.
exec 3<&0
cat <&3 >/dev/null 2>&1 &
pipe=$!

# $! is the user data's group from the moment it is started.
stop() {
    kill -KILL "-$!" "$pipe" 2>/dev/null
    exit
}
trap stop TERM
echo booted
if command -v setsid >/dev/null; then
    setsid "$1" 3<&- </dev/null &
else
    set -m
    "$1" 3<&- </dev/null &
fi
wait "$pipe"
stop
