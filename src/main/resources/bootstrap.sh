# Makes this machine a member of its array: writes its identity, then starts its agent.
# The variables above are the same for every instance of the launch.
set -eu

# Set by a local cloud whose instances share the files and the network of their host; empty elsewhere.
root=${SPORED_ROOT:-}
spored=${SPORED_IMAGE:-$root/opt/spored}
SPAWN_SERVER=${SPORED_SERVER:-$SPAWN_SERVER}

fail() {
  trap - EXIT
  echo "spawn: $*; this machine powers off" >&2
  sleep 1
  poweroff || shutdown -h now
  exit 1
}

# Without an agent the machine must power off, also if this script fails unexpectedly.
trap 'code=$?; [ "$code" = 0 ] || fail "the bootstrap stopped with exit code $code"' EXIT

# The metadata service may answer only some seconds after boot.
metadata() {
  curl -fsS --connect-timeout 2 --max-time 5 --retry 20 --retry-delay 1 --retry-all-errors "$@"
}

# The index at a position, counted from 0, of a set like 3,17,40-63.
index_at() {
  k=$1
  for range in $(echo "$SPAWN_INDEXES" | tr , ' '); do
    first=${range%-*}
    last=${range#*-}
    if [ "$k" -le $((last - first)) ]; then
      echo $((first + k))
      return
    fi
    k=$((k - (last - first + 1)))
  done
  return 1
}

command -v curl >/dev/null || fail "this image has no curl, which this script needs"
# Parts of the agent are Python; images with cloud-init, which runs this script, have it too.
command -v python3 >/dev/null || fail "this image has no python3, which the agent needs"
python3 -IS -c 'import sys; sys.exit(sys.version_info < (3, 7))' ||
  fail "this image has a python3 older than 3.7, which the agent needs"

imds=${SPORED_METADATA:-http://169.254.169.254}/latest
session=$(metadata -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' "$imds/api/token") ||
  fail "instance metadata does not answer"
values=$(metadata --fail-early -w '\n' -H "X-aws-ec2-metadata-token: $session" \
  "$imds/meta-data/instance-id" "$imds/meta-data/ami-launch-index") ||
  fail "instance metadata has no instance-id or no ami-launch-index"
{ read -r instance && read -r position; } <<END || fail "instance metadata has an empty instance-id"
$values
END
JOB_ARRAY_INDEX=$(index_at "$position") || fail "ami-launch-index $position is not in this launch"

umask 022
mkdir -p "$root/etc/profile.d" "$root/etc/spawn" "$root/var/log"
for stale in job-array-peers.json peers.meta.json hostfile barrier-failed.json; do
  rm -f "$root/etc/spawn/$stale"
done
cat >"$root/etc/profile.d/job-array.sh" <<END
export JOB_ARRAY_ID="$JOB_ARRAY_ID"
export JOB_ARRAY_NAME="$JOB_ARRAY_NAME"
export JOB_ARRAY_SIZE="$JOB_ARRAY_SIZE"
export JOB_ARRAY_INDEX="$JOB_ARRAY_INDEX"
export JOB_ARRAY_ATTEMPT="$JOB_ARRAY_ATTEMPT"
END
# The authorities that agents trust at the control plane, instead of those of this image.
ca=
rm -f "$root/etc/spawn/ca.pem"
if [ -n "$SPAWN_CA" ]; then
  ca=$root/etc/spawn/ca.pem
  echo "$SPAWN_CA" >"$ca"
fi
(
  umask 077
  cat >"$root/etc/spawn/agent.env" <<END
SPAWN_SERVER=$SPAWN_SERVER
SPAWN_CA_FILE=$ca
SPAWN_NONCE=$SPAWN_NONCE
SPAWN_INSTANCE_ID=$instance
SPAWN_TTL_DEADLINE=$SPAWN_TTL_DEADLINE
JOB_ARRAY_ID=$JOB_ARRAY_ID
JOB_ARRAY_NAME=$JOB_ARRAY_NAME
JOB_ARRAY_SIZE=$JOB_ARRAY_SIZE
JOB_ARRAY_INDEX=$JOB_ARRAY_INDEX
JOB_ARRAY_ATTEMPT=$JOB_ARRAY_ATTEMPT
END
)

if [ ! -x "$spored/bin/spored" ]; then
  archive=$(mktemp)
  curl -fsS --connect-timeout 5 --speed-limit 1000 --speed-time 30 \
    --retry 20 --retry-delay 1 --retry-all-errors ${ca:+--cacert "$ca"} -H "Authorization: Bearer $SPAWN_NONCE" \
    -o "$archive" "$SPAWN_SERVER/agents/archive/$SPAWN_AGENT_SHA256" ||
    case $? in
      60) fail "the certificate of $SPAWN_SERVER is untrusted (see spawn.agent.ca), expired or of another host" ;;
      *) fail "the agent could not be fetched from $SPAWN_SERVER" ;;
    esac
  echo "$SPAWN_AGENT_SHA256  $archive" | sha256sum -c - >/dev/null ||
    fail "the agent fetched from $SPAWN_SERVER is not the one this launch names"
  mkdir -p "$spored"
  tar -xzf "$archive" -C "$spored" || fail "the agent could not be unpacked"
  rm -f "$archive"
fi

# For users on the machine: spored status.
mkdir -p "$root/usr/local/bin"
ln -sf "$spored/bin/spored" "$root/usr/local/bin/spored"

if [ -z "$root" ] && [ -d /run/systemd/system ] && [ -f "$spored/spored.service" ]; then
  cp "$spored/spored.service" /etc/systemd/system/spored.service
  systemctl daemon-reload
  # Enabled, since this script does not run again at a start after a stop.
  systemctl enable spored || fail "systemd could not enable spored"
  # Restarted, since an image made from a member already runs an agent, as that member.
  systemctl restart spored || fail "systemd could not start spored"
else
  # Without systemd, restart the agent when it fails; exit code 0 means that it has finished.
  setsid sh -c "until '$spored/bin/spored'; do sleep 1; done" >>"$root/var/log/spored.log" 2>&1 </dev/null &
fi
