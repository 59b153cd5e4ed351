#!/bin/sh
# Installs spored on an image; run it as root in the unpacked directory. The service starts only where
# a bootstrap has written /etc/spawn/agent.env.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
[ "$(id -u)" = 0 ] || {
  echo "install.sh: run it as root" >&2
  exit 1
}
if [ "$here" != /opt/spored ]; then
  rm -rf /opt/spored
  # With the times of the files: the AOT cache knows the jar by its time.
  cp -Rp "$here" /opt/spored
fi
if [ -d /run/systemd/system ]; then
  cp /opt/spored/spored.service /etc/systemd/system/spored.service
  systemctl daemon-reload
  systemctl enable spored.service
fi
echo "spored is installed in /opt/spored"
