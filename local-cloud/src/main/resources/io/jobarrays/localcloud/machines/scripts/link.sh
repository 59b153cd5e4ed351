#!/bin/sh
# Changes the network link of an instance; runs in the VPC.
#
# usage: link.sh down VETH                      the kernel removes the routes too
#        link.sh up VETH PRIVATE_IP PUBLIC_IP
#        link.sh address INIT OLD NEW           changes the public address in the instance
#        link.sh await-closed PRIVATE_IP        waits up to 0.5 s for the end of its connections
set -eu
case $1 in
down) ip link set "$2" down ;;
up)
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
await-closed)
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        [ -n "$(ss -Htn state established dst "$2" 2>/dev/null)" ] || break
        sleep 0.05
    done
    ;;
esac
