package io.jobarrays.server.api.executions;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.jobarrays.server.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class DefinitionsResourceTest {
    private static final String PATH = "/api/v1/definitions/kept";

    @Test
    void storesADefinitionInVersions() {
        put("echo one").then().statusCode(201).header("ETag", equalTo("\"v1\""));
        put("echo one").then().statusCode(200).header("ETag", equalTo("\"v1\""));
        put("echo two").then().statusCode(201).body("version", equalTo(2));

        authorized()
                .get(PATH)
                .then()
                .statusCode(200)
                .contentType("application/xml")
                .header("ETag", equalTo("\"v2\""))
                .body(containsString("echo two"));
        authorized().get(PATH + "?version=1").then().body(containsString("echo one"));
        authorized().get(PATH + "?expanded=true").then().body(containsString("work.barrier"));
        authorized().get(PATH + "/graph").then().statusCode(200).contentType("text/plain");
        authorized().get(PATH + "?version=3").then().statusCode(404);
    }

    @Test
    void listsDefinitionsWithTheNewestVersionFirst() {
        store("older_one", "echo one").then().statusCode(201);
        store("newer.one", "echo one").then().statusCode(201);
        store("older_one", "echo two").then().statusCode(201);

        Response first = authorized().get("/api/v1/definitions?limit=1");
        first.then()
                .statusCode(200)
                .header("Spawn-As-Of", notNullValue())
                .body("name", contains("older_one"))
                .body("version", contains(2))
                .body("versions[0].version", contains(2, 1))
                .body("created_at[0]", notNullValue());
        String next = first.header("Link").replaceAll("<(.*)>; rel=\"next\"", "$1");
        authorized().urlEncodingEnabled(false).get(next).then().body("name", contains("newer.one"));
    }

    @Test
    void keepsPagePositionWhenVersionIsAdded() {
        store("moving-a", "echo one").then().statusCode(201);
        store("moving-b", "echo one").then().statusCode(201);
        Response first = authorized().get("/api/v1/definitions?limit=1");
        first.then().body("name", contains("moving-b"));
        store("moving-b", "echo two").then().statusCode(201);

        String next = first.header("Link").replaceAll("<(.*)>; rel=\"next\"", "$1");

        authorized().urlEncodingEnabled(false).get(next).then().body("name", contains("moving-a"));
    }

    @Test
    void changesTheExpectedVersionOnly() {
        store("matched", "echo one").then().statusCode(201);
        change("matched", "echo two", "\"v1\"").then().statusCode(201);

        change("matched", "echo three", "\"v1\"")
                .then()
                .statusCode(412)
                .body("code", equalTo("SPAWN-VERSION-CHANGED"))
                .body("detail", containsString("the newest version is v2"));
        change("matched", "echo three", "v2").then().statusCode(422);
        change("unmatched", "echo one", "*").then().statusCode(412);
        delete("matched", "\"v1\"").then().statusCode(412);
        authorized().get("/api/v1/definitions/matched").then().header("ETag", equalTo("\"v2\""));
    }

    @Test
    void deletesADefinition() {
        store("removed", "echo one").then().statusCode(201);

        delete("removed", "\"v1\"").then().statusCode(204);

        authorized().get("/api/v1/definitions/removed").then().statusCode(404);
        authorized().get("/api/v1/definitions/removed?version=1").then().statusCode(200);
        delete("removed", "*").then().statusCode(404).body("exit_code", equalTo(8));
        store("removed", "echo one").then().statusCode(201).header("ETag", equalTo("\"v2\""));
    }

    @Test
    void listsDefinitionsAsATable() {
        store("tabled", "echo one").then().statusCode(201);

        authorized()
                .accept("text/plain")
                .get("/api/v1/definitions")
                .then()
                .statusCode(200)
                .contentType("text/plain")
                .body(startsWith("NAME"))
                .body(containsString("tabled"));
    }

    @Test
    void warnsOfJsl10() {
        String job =
                job("jsl-one", "true")
                        .replace("version=\"2.0\"", "version=\"1.0\"")
                        .replace(
                                "https://jakarta.ee/xml/ns/jakartaee",
                                "http://xmlns.jcp.org/xml/ns/javaee");

        authorized()
                .contentType("application/xml")
                .body(job)
                .put("/api/v1/definitions/jsl-one")
                .then()
                .statusCode(201)
                .header("Spawn-Warning", containsString("read as JSL 2.0"));
        authorized()
                .contentType("application/xml")
                .body(job)
                .post("/api/v1/executions?dryRun=true")
                .then()
                .statusCode(200)
                .body("warnings[0]", containsString("read as JSL 2.0"))
                .body("expanded_xml", containsString("version=\"2.0\""));
    }

    @Test
    void drawsGraphInTheAcceptedForm() {
        store("drawn", "echo one").then().statusCode(201);
        String path = "/api/v1/definitions/drawn/graph";

        authorized()
                .accept("application/json")
                .get(path)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("ETag", equalTo("\"v1\""))
                .body("job", equalTo("drawn"))
                .body("nodes[0].id", equalTo("work"))
                .body("nodes[0].kind", equalTo("STAGE"))
                .body("nodes[0].size", equalTo(1));
        authorized()
                .accept("image/svg+xml")
                .get(path)
                .then()
                .statusCode(200)
                .contentType("image/svg+xml")
                .header("Content-Security-Policy", equalTo("default-src 'none'; sandbox"))
                .body(containsString("work (1)"));
        authorized().accept("text/vnd.graphviz").get(path).then().body(startsWith("digraph"));
        authorized().accept("text/vnd.mermaid").get(path).then().body(startsWith("flowchart"));
        authorized().get(path + "?format=mermaid").then().body(startsWith("flowchart"));
        authorized().get(path).then().contentType("text/plain").body(equalTo("work (1)"));
        authorized().get(path + "?format=png").then().statusCode(422);
    }

    @Test
    void drawsGraphWithoutStoringInADryRun() {
        String path = "/api/v1/definitions/sketched?format=";

        authorized()
                .contentType("application/xml")
                .body(job("sketched", "true"))
                .put(path + "svg&dryRun=true")
                .then()
                .statusCode(200)
                .contentType("image/svg+xml")
                .body(containsString("work (1)"));
        authorized()
                .contentType("application/xml")
                .body(job("sketched", "true"))
                .put(path + "svg")
                .then()
                .statusCode(422)
                .body("detail", containsString("is for dryRun=true"));

        authorized().get("/api/v1/definitions/sketched").then().statusCode(404);
    }

    @Test
    void storesNothingInADryRun() {
        authorized()
                .contentType("application/xml")
                .body(job("dry", "true"))
                .put("/api/v1/definitions/dry?dryRun=true")
                .then()
                .statusCode(200)
                .body("expanded_xml", containsString("work.launch"));

        authorized().get("/api/v1/definitions/dry").then().statusCode(404);
    }

    @Test
    void answersAnUnknownExecutionWithNotFound() {
        for (String path : new String[] {"", "/steps", "/events", "/outputs", "/graph"}) {
            authorized()
                    .get("/api/v1/executions/4711" + path)
                    .then()
                    .statusCode(404)
                    .body("exit_code", equalTo(8));
        }
        authorized().get("/api/v1/executions?state=DONE").then().statusCode(422);
        authorized().get("/api/v1/executions/abc").then().statusCode(404);
    }

    private static Response change(String name, String command, String ifMatch) {
        return authorized()
                .contentType("application/xml")
                .header("If-Match", ifMatch)
                .body(job(name, command))
                .put("/api/v1/definitions/" + name);
    }

    private static Response delete(String name, String ifMatch) {
        return authorized().header("If-Match", ifMatch).delete("/api/v1/definitions/" + name);
    }

    private static Response put(String command) {
        return store("kept", command);
    }

    private static Response store(String name, String command) {
        return authorized()
                .contentType("application/xml")
                .body(job(name, command))
                .put("/api/v1/definitions/" + name);
    }

    private static String job(String id, String command) {
        return """
               <job id="%s" version="2.0" xmlns="https://jakarta.ee/xml/ns/jakartaee">
                 <step id="work">
                   <properties><property name="command" value="%s"/></properties>
                   <batchlet ref="array"/>
                 </step>
               </job>
               """
                .formatted(id, command);
    }
}
