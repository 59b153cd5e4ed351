#!/bin/sh
# Puts spored on an image: run as root in the unpacked directory. It starts where a bootstrap has
# left /etc/spawn/agent.env, and nowhere else.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
[ "$(id -u)" = 0 ] || {
  echo "install.sh: run it as root" >&2
  exit 1
}
if [ "$here" != /opt/spored ]; then
  rm -rf /opt/spored
  cp -R "$here" /opt/spored
fi
if [ -d /run/systemd/system ]; then
  cp /opt/spored/spored.service /etc/systemd/system/spored.service
  systemctl daemon-reload
  systemctl enable spored.service
fi
echo "spored is installed in /opt/spored"
