#!/bin/sh
# Lays out target/spored, the directory an image holds at /opt/spored, and target/spored.tar.gz of
# it, whose bytes depend on these files alone: machines know the archive by its SHA-256.
# usage: package.sh RUNNER_JAR, with the module as working directory and JAVA_HOME set
set -eu
image=target/spored
rm -rf "$image" target/spored.tar.gz
mkdir -p "$image/lib"
cp -R src/main/image/. "$image/"
cp "$1" "$image/lib/spored.jar"
chmod 755 "$image" "$image/bin" "$image/lib" "$image/bin/spored" "$image/install.sh"
chmod 644 "$image/lib/spored.jar" "$image/spored.service"
find "$image" -exec touch -d 2026-01-01T00:00:00Z {} +

tar --sort=name --owner=0 --group=0 --numeric-owner --format=ustar -C "$image" -cf - . |
  gzip -n -9 >target/spored.tar.gz

# Java's AOT cache halves the time to start; it belongs to one build of Java and is no part of the
# archive. It is not needed: whatever goes wrong here costs speed, nothing else.
if ! JAVA_HOME="$JAVA_HOME" SPORED_AOT_OUTPUT="$PWD/$image/lib/spored.aot" \
  "$image/bin/spored" --check >target/aot.log 2>&1; then
  echo "package.sh: no AOT cache was made, see target/aot.log" >&2
  rm -f "$image/lib/spored.aot"
fi
