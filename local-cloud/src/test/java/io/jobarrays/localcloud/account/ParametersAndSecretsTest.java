package io.jobarrays.localcloud.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.SignedRequests;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** SSM parameters and secrets through the JSON protocol. */
class ParametersAndSecretsTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(1);

    @Test
    void parameterIsReadAsItWasPut() throws Exception {
        ssm("PutParameter", "{'Name':'/app/mode','Type':'String','Value':'fast \\u00e4'}");

        JsonNode read = SignedRequests.json(ssm("GetParameter", "{'Name':'/app/mode'}"));

        JsonNode parameter = read.field("Parameter").orElseThrow();
        assertThat(parameter.field("Value").orElseThrow().text()).isEqualTo("fast ä");
        assertThat(parameter.field("Version").orElseThrow().text()).isEqualTo("1");
        assertThat(parameter.field("ARN").orElseThrow().text())
                .isEqualTo("arn:aws:ssm:us-east-1:435415984226:parameter/app/mode");
    }

    @Test
    void secureStringIsReturnedOnlyWithDecryption() throws Exception {
        ssm("PutParameter", "{'Name':'token','Type':'SecureString','Value':'hunter2'}");

        String encrypted = ssm("GetParameter", "{'Name':'token'}").body();
        String decrypted = ssm("GetParameter", "{'Name':'token','WithDecryption':true}").body();

        assertThat(encrypted).doesNotContain("hunter2").contains("SecureString");
        assertThat(decrypted).contains("hunter2");
    }

    @Test
    void existingParameterIsOverwrittenOnlyOnRequest() throws Exception {
        ssm("PutParameter", "{'Name':'n','Type':'SecureString','Value':'1'}");

        assertThat(ssm("PutParameter", "{'Name':'n','Type':'String','Value':'2'}").body())
                .contains("ParameterAlreadyExists");
        assertThat(ssm("PutParameter", "{'Name':'n','Value':'2','Overwrite':true}").body())
                .contains("\"Version\" : 2");
        assertThat(ssm("GetParameter", "{'Name':'n','WithDecryption':true}").body())
                .contains("\"Value\" : \"2\"", "SecureString");
    }

    @Test
    void nameOfAParameterHasAtMost2048Characters() throws Exception {
        String longest = "/" + "a/".repeat(1023) + "a";

        assertThat(put(longest)).contains("Version");
        assertThat(put(longest + "a")).contains("ValidationException");
        assertThat(put("/a".repeat(50_000))).contains("ValidationException");
    }

    private static String put(String name) throws Exception {
        return ssm("PutParameter", "{'Name':'" + name + "','Type':'String','Value':'1'}").body();
    }

    @Test
    void getParametersReturnsValuesAndInvalidNames() throws Exception {
        ssm("PutParameter", "{'Name':'/many/a','Type':'String','Value':'1'}");

        JsonNode read =
                SignedRequests.json(ssm("GetParameters", "{'Names':['/many/a','/many/b']}"));

        assertThat(read.field("Parameters").orElseThrow().asArray()).hasSize(1);
        assertThat(read.field("InvalidParameters").orElseThrow().asArray())
                .extracting(JsonNode::text)
                .containsExactly("/many/b");
        HttpResponse<String> missing = ssm("GetParameter", "{'Name':'/many/b'}");
        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(SignedRequests.field(missing, "__type")).isEqualTo("ParameterNotFound");
    }

    @Test
    void secretKeepsCurrentAndPreviousVersions() throws Exception {
        HttpResponse<String> created =
                secrets("CreateSecret", "{'Name':'db','SecretString':'one'}");
        String first = SignedRequests.field(created, "VersionId");
        String arn = SignedRequests.field(created, "ARN");

        secrets("PutSecretValue", "{'SecretId':'db','SecretString':'two'}");

        assertThat(value("{'SecretId':'db'}")).isEqualTo("two");
        assertThat(value("{'SecretId':'" + arn + "'}")).isEqualTo("two");
        assertThat(value("{'SecretId':'db','VersionStage':'AWSPREVIOUS'}")).isEqualTo("one");
        assertThat(value("{'SecretId':'db','VersionId':'" + first + "'}")).isEqualTo("one");
        assertThat(secrets("CreateSecret", "{'Name':'db','SecretString':'x'}").body())
                .contains("ResourceExistsException");
    }

    @Test
    void versionHasItsOwnStage() throws Exception {
        List<String> ids = new ArrayList<>();
        ids.add(
                SignedRequests.field(
                        secrets("CreateSecret", "{'Name':'staged','SecretString':'1'}"),
                        "VersionId"));
        for (int i = 2; i <= 3; i++) {
            String put = "{'SecretId':'staged','SecretString':'%d'}".formatted(i);
            ids.add(SignedRequests.field(secrets("PutSecretValue", put), "VersionId"));
        }

        assertThat(stages(ids.get(0))).isEmpty();
        assertThat(stages(ids.get(1))).containsExactly("AWSPREVIOUS");
        assertThat(stages(ids.get(2))).containsExactly("AWSCURRENT");
        String mismatch =
                "{'SecretId':'staged','VersionId':'%s','VersionStage':'AWSCURRENT'}"
                        .formatted(ids.get(1));
        assertThat(secrets("GetSecretValue", mismatch).body()).contains("InvalidRequestException");
    }

    private static List<String> stages(String versionId) throws Exception {
        String body = "{'SecretId':'staged','VersionId':'%s'}".formatted(versionId);
        return SignedRequests.json(secrets("GetSecretValue", body))
                .field("VersionStages")
                .orElseThrow()
                .asArray()
                .stream()
                .map(JsonNode::text)
                .toList();
    }

    @Test
    void repeatedCallMakesNoSecondVersion() throws Exception {
        String create = "{'Name':'again','SecretString':'1','ClientRequestToken':'first'}";
        String put = "{'SecretId':'again','SecretString':'2','ClientRequestToken':'second'}";

        String created = secrets("CreateSecret", create).body();
        assertThat(secrets("CreateSecret", create).body()).isEqualTo(created).contains("first");
        String stored = secrets("PutSecretValue", put).body();
        assertThat(secrets("PutSecretValue", put).body()).isEqualTo(stored).contains("AWSCURRENT");

        assertThat(value("{'SecretId':'again','VersionStage':'AWSPREVIOUS'}")).isEqualTo("1");
        assertThat(secrets("PutSecretValue", put.replace('2', '3')).body())
                .contains("ResourceExistsException");
        assertThat(secrets("CreateSecret", create.replace("'1'", "'4'")).body())
                .contains("ResourceExistsException");
        assertThat(value("{'SecretId':'again'}")).isEqualTo("2");
    }

    @Test
    void missingSecretIsNotFound() throws Exception {
        HttpResponse<String> missing = secrets("GetSecretValue", "{'SecretId':'none'}");

        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(SignedRequests.field(missing, "__type")).isEqualTo("ResourceNotFoundException");
        assertThat(SignedRequests.field(missing, "message"))
                .isEqualTo("Secrets Manager can't find the specified secret.");
    }

    private static String value(String body) throws Exception {
        return SignedRequests.field(secrets("GetSecretValue", body), "SecretString");
    }

    private static HttpResponse<String> ssm(String operation, String body) throws Exception {
        return CLOUD.signed().json("ssm", "AmazonSSM." + operation, body.replace('\'', '"'));
    }

    private static HttpResponse<String> secrets(String operation, String body) throws Exception {
        return CLOUD.signed()
                .json("secretsmanager", "secretsmanager." + operation, body.replace('\'', '"'));
    }
}
