package io.jobarrays.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances of the packaged local cloud, observed through the AWS CLI and from inside. */
@SuppressWarnings("NullAway.Init") // set by JUnit or before all tests
class InstanceLifeIT {
    @TempDir private static Path directory;
    private static PackagedCloud cloud;
    private static ClientShell shell;

    @BeforeAll
    static void start() throws IOException {
        cloud = PackagedCloud.start(directory.resolve("cloud"), "--capacity", "4");
        shell = new ClientShell(cloud);
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @Test
    void instanceRoleReadsParametersAndSecretsOfTheOwner() throws Exception {
        shell.aws(
                "ssm",
                "put-parameter",
                "--name",
                "/app/token",
                "--type",
                "SecureString",
                "--value",
                "from a parameter");
        shell.aws(
                "secretsmanager",
                "create-secret",
                "--name",
                "db",
                "--secret-string",
                "from a secret");
        assertThat(
                        shell.aws(
                                "ssm",
                                "get-parameter",
                                "--with-decryption",
                                "--name",
                                "/app/token",
                                "--query",
                                "Parameter.Value"))
                .isEqualTo("from a parameter");

        String id =
                launch(
                        "--iam-instance-profile",
                        "Name=training",
                        "--user-data",
                        """
                        #!/bin/sh
                        aws="aws --endpoint-url $AWS_ENDPOINT_URL --output text"
                        $aws ssm get-parameter --with-decryption --name /app/token --query Parameter.Value
                        $aws secretsmanager get-secret-value --secret-id db --query SecretString
                        $aws ec2 describe-instances
                        echo end of script
                        """);

        await().atMost(Duration.ofSeconds(60)).until(() -> console(id).contains("end of script"));
        assertThat(console(id))
                .contains("from a parameter\n", "from a secret\n", "UnauthorizedOperation");
        shell.aws("ec2", "terminate-instances", "--instance-ids", id);
    }

    @Test
    void hibernatedInstanceResumesWithItsProcesses() throws Exception {
        String id =
                launch(
                        "--hibernation-options",
                        "Configured=true",
                        "--block-device-mappings",
                        "DeviceName=/dev/xvda,Ebs={Encrypted=true,VolumeSize=16}",
                        "--user-data",
                        "#!/bin/sh\nn=0\nwhile :; do n=$((n+1)); echo \"n=$n\"; sleep 0.1; done\n");
        await().atMost(Duration.ofSeconds(30)).until(() -> console(id).contains("n=5"));

        shell.aws("ec2", "stop-instances", "--hibernate", "--instance-ids", id);
        await().atMost(Duration.ofSeconds(20)).until(() -> state(id).equals("stopped"));
        String frozen = console(id);
        shell.aws("ec2", "start-instances", "--instance-ids", id);
        await().atMost(Duration.ofSeconds(20)).until(() -> state(id).equals("running"));

        await().atMost(Duration.ofSeconds(20)).until(() -> console(id).length() > frozen.length());
        assertThat(console(id)).startsWith(frozen).containsOnlyOnce("n=1\n");
        shell.aws("ec2", "terminate-instances", "--instance-ids", id);
    }

    private static String launch(String... more) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "ec2",
                                "run-instances",
                                "--image-id",
                                "ami-0abcdef1234567890",
                                "--instance-type",
                                "t3.micro",
                                "--query",
                                "Instances[0].InstanceId"));
        command.addAll(List.of(more));
        return shell.aws(command.toArray(String[]::new));
    }

    private static String state(String id) throws IOException, InterruptedException {
        return shell.aws(
                "ec2",
                "describe-instances",
                "--instance-ids",
                id,
                "--query",
                "Reservations[0].Instances[0].State.Name");
    }

    private static String console(String id) throws IOException, InterruptedException {
        return shell.aws("ec2", "get-console-output", "--instance-id", id, "--query", "Output");
    }
}
