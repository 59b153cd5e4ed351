#!/bin/sh
# The cable of an instance, pulled and plugged in again; run in the VPC.
#
# usage: cable.sh pull VETH                      routes go with the link
#        cable.sh plug VETH PRIVATE_IP PUBLIC_IP
#        cable.sh address INIT OLD NEW           another public address inside
#        cable.sh hang-up PRIVATE_IP             waits, not for ever, until the relay has hung up
set -eu
case $1 in
pull) ip link set "$2" down ;;
plug)
    ip -batch - <<END
link set $2 up
route replace $3/32 dev $2 src 10.77.0.1
route replace $4/32 dev $2 src 10.77.0.1
END
    ;;
address)
    nsenter --net="/proc/$2/ns/net" ip -batch - <<END
addr del $3/32 dev lo
addr add $4/32 dev lo
END
    ;;
hang-up)
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        [ -n "$(ss -Htn state established dst "$2" 2>/dev/null)" ] || break
        sleep 0.05
    done
    ;;
esac
