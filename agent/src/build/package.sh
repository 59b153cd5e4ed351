#!/bin/sh
# Builds target/spored, the content of /opt/spored on an image, and its archive target/spored.tar.gz;
# instances verify the archive by its SHA-256.
# usage: package.sh RUNNER_JAR TEST_CLASS_PATH, with the module as working directory and JAVA_HOME set
set -eu

# Modules that the agent and its libraries use; spored --check, below, fails when one is missing.
modules=java.base,java.logging,java.management,java.naming,java.net.http,jdk.unsupported,jdk.zipfs
limit=60000000

image=target/spored
rm -rf "$image" target/spored.tar.gz
mkdir -p "$image/lib"
cp -R src/main/image/. "$image/"
cp "$1" "$image/lib/spored.jar"
"$JAVA_HOME/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages \
  --compress zip-6 --output "$image/jre"
uname -m >"$image/jre/processor"
chmod 755 "$image" "$image/bin" "$image/lib" "$image/bin/spored" "$image/install.sh"
chmod 644 "$image/lib/spored.jar" "$image/spored.service"
# Before the cache is made: it identifies the jar by its modification time.
find "$image" -exec touch -h -d 2026-01-01T00:00:00Z {} +

"$image/bin/spored" --check >target/check.log 2>&1 || {
  echo "package.sh: spored --check failed on the runtime made for it, see target/check.log" >&2
  exit 1
}

# Java's AOT cache halves the start time. It is bound to this runtime and is the only file of the
# archive whose bytes differ between builds.
SPORED_AOT_OUTPUT="$PWD/$image/lib/spored.aot" "$JAVA_HOME/bin/java" -cp "$2" \
  io.jobarrays.agent.AgentTraining "$image" >target/training.log 2>&1 || {
  echo "package.sh: the training run of the agent failed, see target/training.log" >&2
  exit 1
}
chmod 644 "$image/lib/spored.aot"
touch -d 2026-01-01T00:00:00Z "$image/lib/spored.aot" "$image/lib"

tar --sort=name --owner=0 --group=0 --numeric-owner --format=ustar -C "$image" -cf - . |
  gzip -n -6 >target/spored.tar.gz
size=$(wc -c <target/spored.tar.gz)
[ "$size" -le "$limit" ] || {
  echo "package.sh: the archive has $size bytes, more than $limit" >&2
  exit 1
}
