#!/bin/sh
# service UNIT VERB: systemctl VERB UNIT.
[ $# -ge 2 ] || exec systemctl
unit=$1 verb=$2
exec systemctl "$verb" "$unit"
