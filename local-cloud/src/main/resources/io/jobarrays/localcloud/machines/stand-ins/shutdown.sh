#!/bin/sh
# shutdown, poweroff, halt and reboot of an instance: all end it. A stand-in: there is no systemd.
case " $* " in
*" -c "*) exit 0 ;;
*" +"[0-9]*)
    minutes=$(printf '%s' "$*" | sed 's/.*+\([0-9]*\).*/\1/')
    (sleep $((minutes * 60)) && kill -PWR 1) >/dev/null 2>&1 &
    ;;
*) kill -PWR 1 ;;
esac
