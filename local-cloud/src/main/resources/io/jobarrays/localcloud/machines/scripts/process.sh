#!/bin/sh
# A machine in process mode: runs its user data in a new session and kills the machine's processes when
# the local cloud closes this script's standard input or ends.
#
# usage: process.sh FILE RUN
#
# The machine's processes are the descendants of this script, which adopts those whose parent has
# ended. Where it cannot, as without python3, they are also known by the random name RUN in their
# environment. The machine's directory marks no process: an editor of the user may be in it.

# PR_SET_CHILD_SUBREAPER, which the program that follows keeps.
adopt='import os, sys
try:
    import ctypes
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
except Exception:
    pass
os.execv("/bin/sh", ["sh"] + sys.argv[1:])'
if [ $# -eq 2 ] && python=$(PATH=/usr/bin:$PATH && command -v python3); then
    exec "$python" -IS -c "$adopt" "$0" "$@" adopting
fi

trap '' INT
export SPAWN_MACHINE=$$
run=$2

# In the background, because a trap waits for a foreground command; from fd 3, because a background
# command has no standard input.
exec 3<&0
cat <&3 >/dev/null 2>&1 &
pipe=$!

marked_processes() {
    grep -lsF -- "LOCAL_CLOUD_RUN=$run" /proc/[0-9]*/environ | cut -d / -f 3 | tr '\n' ' '
}

# Process id, parent, process group and state of all processes; small systems have no ps.
all_processes() {
    if [ -r /proc/self/stat ]; then
        cat /proc/[0-9]*/stat 2>/dev/null |
            sed 's/^\([0-9]*\) (.*) \(.\) \([0-9]*\) \([0-9]*\) .*/\1 \3 \4 \2/'
    else
        ps -A -o pid= -o ppid= -o pgid= -o stat=
    fi
}

# Without this script and its own helpers, which share its process group.
own_processes() {
    all_processes | awk -v self=$$ -v marked="$(marked_processes)" '
        BEGIN {
            count = split(marked, ids, " ")
            for (i = 1; i <= count; i++) own[ids[i]]
            own[self]
        }
        $1 == self { group = $3 }
        $4 !~ /^Z/ { parent[$1] = $2; groups[$1] = $3 }
        END {
            do {
                found = 0
                for (id in parent)
                    if (!(id in own) && (parent[id] in own)) { own[id]; found = 1 }
            } while (found)
            for (id in own)
                if ((id in parent) && groups[id] != group) print id
        }'
}

# Repeated, because a program may have started another one meanwhile.
stop() {
    kill "$pipe" 2>/dev/null
    rounds=0
    while [ "$rounds" -lt 50 ] && own=$(own_processes) && [ -n "$own" ]; do
        kill -KILL $own 2>/dev/null
        rounds=$((rounds + 1))
    done
    exit
}
trap stop TERM
echo booted
if command -v setsid >/dev/null; then
    LOCAL_CLOUD_RUN=$run setsid "$1" 3<&- </dev/null &
else
    set -m
    LOCAL_CLOUD_RUN=$run "$1" 3<&- </dev/null &
fi
wait "$pipe"
stop
