# Read by mvnw and spawn with ".": finds a JDK 25 or newer in the usual places.
# Shell builtins alone, because spawn does this at every call.

# Prints nothing; sets jdk_major for the JDK in $1, or fails when there is none.
jdk_major_of() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS='="' read -r jdk_key jdk_skip jdk_version jdk_rest; do
    [ "$jdk_key" = JAVA_VERSION ] && {
      jdk_major=${jdk_version%%[!0-9]*}
      return 0
    }
  done <"$1/release"
  return 1
}

# Sets JAVA_HOME to a JDK 25 or newer: its own value where that is one.
find_jdk() {
  for jdk in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk* "${HOME:-}"/.sdkman/candidates/java/* \
    "${HOME:-}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    jdk_major_of "$jdk" && [ "${jdk_major:-0}" -ge 25 ] && {
      JAVA_HOME=$jdk
      return 0
    }
  done
  return 1
}
