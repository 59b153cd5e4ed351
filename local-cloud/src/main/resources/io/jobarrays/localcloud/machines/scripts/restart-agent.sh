#!/bin/sh
# Starts the agent of an instance in process mode again, which ran before a stop. The stand-in for
# systemctl finds the loop by its text, which is the bootstrap's.
spored=${SPORED_IMAGE:-$SPORED_ROOT/opt/spored}
[ -e "$SPORED_ROOT/etc/spawn/agent.env" ] || exit 0
exec sh -c "until '$spored/bin/spored'; do sleep 1; done" >>"$SPORED_ROOT/var/log/spored.log" 2>&1
