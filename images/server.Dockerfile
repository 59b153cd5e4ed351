# The image that ./mvnw -Pimages package makes without an engine. In the root of a built checkout:
#   docker build -f images/server.Dockerfile -t spawn/server .
FROM eclipse-temurin:25-jdk AS java
RUN jlink --add-modules java.desktop,java.instrument,java.management.rmi,java.naming,java.net.http,java.rmi,java.scripting,java.security.jgss,java.security.sasl,java.sql,java.transaction.xa,java.xml.crypto,jdk.crypto.cryptoki,jdk.httpserver,jdk.jcmd,jdk.jfr,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs \
  --strip-debug --no-header-files --no-man-pages --generate-cds-archive --compress=zip-6 --output /opt/java

FROM debian:12-slim
RUN useradd --uid 10001 --home-dir /var/lib/spawn --create-home --shell /usr/sbin/nologin spawn
COPY --from=java /opt/java /opt/java
COPY src/target/quarkus-app/lib /opt/spawn/server/lib
COPY agent/target/spored.tar.gz /opt/spawn/spored.tar.gz
COPY src/target/quarkus-app/quarkus /opt/spawn/server/quarkus
COPY src/target/quarkus-app/app /opt/spawn/server/app
COPY src/target/quarkus-app/quarkus-run.jar /opt/spawn/server/quarkus-run.jar
ENV SPAWN_AGENT_ARCHIVE=/opt/spawn/spored.tar.gz \
  SPAWN_STATE_DIR=/var/lib/spawn/state \
  QUARKUS_HTTP_HOST=0.0.0.0 \
  QUARKUS_MANAGEMENT_HOST=0.0.0.0
EXPOSE 7070 9000
USER 10001:10001
ENTRYPOINT ["/opt/java/bin/java", "-XX:MaxRAMPercentage=50", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "/opt/spawn/server/quarkus-run.jar"]
