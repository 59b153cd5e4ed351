#!/bin/sh
# A machine in process mode: runs its user data in a new process group and kills the group when the
# local cloud closes this script's standard input or ends.
#
# usage: process.sh FILE
trap '' INT
export SPAWN_MACHINE=$$

# In the background, because a trap waits for a foreground command; from fd 3, because a background
# command has no standard input.
exec 3<&0
cat <&3 >/dev/null 2>&1 &
pipe=$!

# $! is the process group of the user data once it has started.
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
