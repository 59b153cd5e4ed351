#!/bin/sh
# journalctl from log files: /var/log/spored.log with -u spored, /var/log/messages with -t TAG, else both.
messages=/var/log/messages
agent=/var/log/spored.log
lines=+1
follow=
unit=
tag=

refuse() {
    echo "journalctl: an instance of the local cloud has no journal: $1" >&2
    exit 1
}

while [ $# -gt 0 ]; do
    case $1 in
    -[fexqab][a-z]*)
        # Several options, as in -xeu spored.
        letters=${1#-?}
        first=${1%"$letters"}
        shift
        set -- "$first" "-$letters" "$@"
        continue
        ;;
    -f | --follow) follow=-f && [ "$lines" != +1 ] || lines=10 ;;
    -n | --lines) lines=$2 && shift ;;
    -n*) lines=${1#-n} ;;
    --lines=*) lines=${1#*=} ;;
    -u | --unit) unit=$2 && shift ;;
    -u*) unit=${1#-u} ;;
    --unit=*) unit=${1#*=} ;;
    -t | --identifier) tag=$2 && shift ;;
    -t*) tag=${1#-t} ;;
    --identifier=*) tag=${1#*=} ;;
    -o | --output) shift ;;
    -o* | --output=* | --no-pager | --no-hostname | -q | --quiet | -x | -e | -b | --boot | -a | --all) ;;
    -k | --dmesg) refuse "the log of the kernel belongs to the machine that it runs on" ;;
    *) refuse "$1 is not known here; read $messages and $agent" ;;
    esac
    shift
done
[ "$lines" != all ] || lines=+1
[ -e $agent ] || : >>$agent
case ${unit%.service} in
spored) exec tail -n "$lines" $follow $agent ;;
?*) refuse "no unit ${unit%.service}; it has spored, and $messages is what programs sent to /dev/log" ;;
esac
if [ -z "$tag" ]; then
    exec tail -q -n "$lines" $follow $agent $messages
elif [ -n "$follow" ]; then
    tail -n +1 -f $messages | grep --line-buffered -F " $tag"
else
    # "Nov 29 19:23:04 host tag[pid]: text"
    grep -E "^.{15} [^ ]+ $tag(\[[0-9]+\])?:" $messages | tail -n "$lines"
fi
