# The image that ./mvnw -Pimages package makes without an engine. In the root of a built checkout:
#   docker build -f images/local-cloud.Dockerfile -t spawn/local-cloud .
FROM eclipse-temurin:25-jdk AS java
RUN jlink --add-modules java.desktop,java.instrument,java.management.rmi,java.naming,java.net.http,java.rmi,java.scripting,java.security.jgss,java.security.sasl,java.sql,java.transaction.xa,java.xml.crypto,jdk.crypto.cryptoki,jdk.httpserver,jdk.jcmd,jdk.jfr,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs \
  --strip-debug --no-header-files --no-man-pages --generate-cds-archive --compress=zip-6 --output /opt/java

FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends \
  ca-certificates curl iproute2 libpython3-stdlib procps python3-minimal tar && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --home-dir /var/lib/spawn --create-home --shell /usr/sbin/nologin spawn
COPY --from=java /opt/java /opt/java
COPY agent/target/spored /opt/spored
COPY local-cloud/target/local-cloud /opt/spawn/local-cloud
USER 10001:10001
ENTRYPOINT ["/opt/java/bin/java", "-XX:MaxRAMPercentage=50", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "/opt/spawn/local-cloud/local-cloud.jar", "--state", "/var/lib/spawn/cloud", "--control-plane", "/var/lib/spawn/state/server.json", "--image", "/opt/spored", "--port", "4566"]
