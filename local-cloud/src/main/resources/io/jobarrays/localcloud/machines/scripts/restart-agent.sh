#!/bin/sh
# Starts the agent of an instance in process mode again, which ran before a stop.
spored=${SPORED_IMAGE:-$SPORED_ROOT/opt/spored}/bin/spored
[ -e "$SPORED_ROOT/etc/spawn/agent.env" ] || exit 0
until "$spored"; do sleep 1; done >>"$SPORED_ROOT/var/log/spored.log" 2>&1
