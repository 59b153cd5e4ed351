#!/bin/sh
# Programs of daemons that an instance of the local cloud does not have: one sentence says what to use.
name=${0##*/}
case $name in
crontab) instead="no cron, nor has Amazon Linux 2023: run a loop, nohup sh -c 'while sleep 60; do COMMAND; done' &" ;;
at | batch) instead="no at daemon: run nohup sh -c 'sleep SECONDS; COMMAND' &" ;;
systemd-run) instead="no systemd: run nohup COMMAND >FILE 2>&1 &" ;;
systemd-cat) instead="no journal: run COMMAND 2>&1 | logger -t NAME" ;;
localectl) instead="no systemd: set LANG in the environment or in /etc/environment" ;;
loginctl) instead="no systemd: use who and ps" ;;
networkctl) instead="no systemd: use ip address and ip route" ;;
resolvectl) instead="no systemd: use getent ahosts NAME, and /etc/resolv.conf" ;;
chkconfig) instead="no systemd: start programs in user data or in the command" ;;
*) instead="no systemd, which this program asks" ;;
esac
echo "$name: an instance of the local cloud has $instead" >&2
exit 1
