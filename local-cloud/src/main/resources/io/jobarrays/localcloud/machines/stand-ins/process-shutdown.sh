#!/bin/sh
# shutdown and its kin in process mode: end this machine, never the host.
kill -TERM "$SPAWN_MACHINE"
