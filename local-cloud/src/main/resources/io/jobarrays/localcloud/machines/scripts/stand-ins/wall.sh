#!/bin/sh
# wall: writes a message to every terminal of the instance; succeeds without terminals too.
[ -z "${SPAWN_MACHINE:-}" ] || exit 0
while [ $# -gt 0 ]; do
    case $1 in
    -g | --group | -t | --timeout) shift ;;
    -*) ;;
    *) break ;;
    esac
    shift
done
if [ $# -eq 1 ] && [ -f "$1" ]; then
    message=$(cat "$1")
elif [ $# -gt 0 ]; then
    message=$*
else
    message=$(cat)
fi
for terminal in /dev/pts/[0-9]*; do
    [ ! -c "$terminal" ] ||
        printf '\r\nBroadcast message from root@%s:\r\n\r\n%s\r\n\r\n' "$(hostname)" "$message" >"$terminal"
done 2>/dev/null
exit 0
