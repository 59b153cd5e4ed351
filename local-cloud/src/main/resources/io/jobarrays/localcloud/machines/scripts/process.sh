#!/bin/sh
# A machine in process mode: runs its user data in a new process group and kills the group when the
# local cloud closes this script's standard input or ends.
#
# usage: process.sh FILE
#
# Programs in sessions of their own are known by the instance's directory SPAWN_ROOT in their command
# line, environment or working directory.
trap '' INT
export SPAWN_MACHINE=$$

# In the background, because a trap waits for a foreground command; from fd 3, because a background
# command has no standard input.
exec 3<&0
cat <&3 >/dev/null 2>&1 &
pipe=$!

marked_processes() {
    for process in /proc/[0-9]*; do
        [ "$process" != "/proc/$$" ] || continue
        if grep -qsF -- "$SPAWN_ROOT" "$process/cmdline" "$process/environ"; then
            echo "${process#/proc/}"
        else
            case $(readlink "$process/cwd" 2>/dev/null) in
            "$SPAWN_ROOT"*) echo "${process#/proc/}" ;;
            esac
        fi
    done
}

# Marked processes and their descendants.
own_processes() {
    ps -A -o pid= -o ppid= | awk -v marked="$(marked_processes)" '
        BEGIN { split(marked, ids); for (i in ids) own[ids[i]] }
        { parent[$1] = $2 }
        END {
            do {
                found = 0
                for (id in parent)
                    if (!(id in own) && (parent[id] in own)) { own[id]; found = 1 }
            } while (found)
            for (id in own) print id
        }'
}

# $! is the process group of the user data once it has started. Repeated, because a program may have
# started another one meanwhile.
stop() {
    own=$(own_processes)
    kill -KILL "-$!" "$pipe" $own 2>/dev/null
    for round in 1 2; do
        for process in $(own_processes); do
            kill -KILL "$process" 2>/dev/null
        done
    done
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
