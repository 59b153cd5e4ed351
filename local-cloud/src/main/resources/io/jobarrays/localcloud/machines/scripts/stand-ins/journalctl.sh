#!/bin/sh
# journalctl -u spored [-f] [-n N], from the agent's log file.
lines=+1
follow=
while [ $# -gt 0 ]; do
    case $1 in
    -f | --follow) follow=-f && [ "$lines" != +1 ] || lines=10 ;;
    -n | --lines) lines=$2 && shift ;;
    -n*) lines=${1#-n} ;;
    --lines=*) lines=${1#--lines=} ;;
    esac
    shift
done
[ -e /var/log/spored.log ] || : >>/var/log/spored.log
exec tail -n "$lines" $follow /var/log/spored.log
