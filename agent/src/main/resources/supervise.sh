#!/bin/sh
# Parent of one program of the work: supervise.sh STATE PART MIRROR PROGRAM [ARGUMENT...]
# Runs PROGRAM with its output appended to STATE/log (and to MIRROR, unless that is "-"), and writes
# how it ended to STATE/PART.exit. The agent may end and come back meanwhile.
state=$1 part=$2 mirror=$3
shift 3

record() {
  printf '%s\n' "$2" >"$state/$1.new" && sync "$state/$1.new" 2>/dev/null
  mv "$state/$1.new" "$state/$1"
}

# A trap, unlike an ignored signal, is not handed on to the program.
trap : HUP INT QUIT TERM
record "$part.pid" $$

log=$state/log
if [ "$mirror" != - ]; then
  start=$(($(wc -c <"$log") + 1))
  sleep infinity &
  running=$!
  tail -c "+$start" -s 0.2 --pid="$running" -f "$log" >>"$mirror" 2>/dev/null &
  mirroring=$!
fi

"$@" </dev/null >>"$log" 2>&1
code=$?

if [ "$mirror" != - ]; then
  kill "$running"
  wait "$running" 2>/dev/null
  wait "$mirroring"
fi
record "$part.exit" "$code"
