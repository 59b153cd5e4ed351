#!/bin/sh
# Lays out target/spored, the directory an image holds at /opt/spored, and target/spored.tar.gz of
# it: machines know the archive by its SHA-256.
# usage: package.sh RUNNER_JAR, with the module as working directory and JAVA_HOME set
set -eu

# What the agent and the libraries in its jar use; spored --check, below, fails when one is missing.
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
# Before the cache is made: it knows the jar by its time.
find "$image" -exec touch -h -d 2026-01-01T00:00:00Z {} +

# Java's AOT cache halves the time to start. It belongs to this very runtime, and is the one thing in
# the archive whose bytes differ from build to build.
SPORED_AOT_OUTPUT="$PWD/$image/lib/spored.aot" "$image/bin/spored" --check >target/aot.log 2>&1 || {
  echo "package.sh: spored --check failed on the runtime made for it, see target/aot.log" >&2
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
