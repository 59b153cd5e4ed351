#!/bin/sh
# timedatectl: shows the time and sets the time zone; the clock is the host's.
case ${1:-status} in
status)
    echo "      Local time: $(date '+%a %F %T %Z')"
    echo "  Universal time: $(date -u '+%a %F %T UTC')"
    echo "       Time zone: $(readlink -f /etc/localtime | sed 's|.*/zoneinfo/||') ($(date '+%Z, %z'))"
    ;;
set-timezone)
    if [ ! -f "/usr/share/zoneinfo/${2:-/}" ]; then
        echo "timedatectl: there is no time zone ${2:-} in /usr/share/zoneinfo" >&2
        exit 1
    fi
    ln -sfn "/usr/share/zoneinfo/$2" /etc/localtime && echo "$2" >/etc/timezone
    ;;
list-timezones) cd /usr/share/zoneinfo && find [A-Z]*/* -type f | sort ;;
set-ntp) ;;
*)
    echo "timedatectl: an instance of the local cloud has this machine's clock; status and set-timezone are known here" >&2
    exit 1
    ;;
esac
