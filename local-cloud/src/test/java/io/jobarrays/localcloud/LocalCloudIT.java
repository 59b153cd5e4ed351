package io.jobarrays.localcloud;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged local cloud, called through the AWS CLI and dig. */
@SuppressWarnings("NullAway.Init") // set by JUnit or before all tests
class LocalCloudIT {
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
    void awsCliLaunchesFindsAndTerminatesInstances() throws Exception {
        String launched =
                shell.aws(
                        "ec2",
                        "run-instances",
                        "--image-id",
                        "ami-0abcdef1234567890",
                        "--instance-type",
                        "t3.micro",
                        "--count",
                        "2",
                        "--user-data",
                        "#!/bin/sh\necho \"script of $(hostname)\"\n",
                        "--tag-specifications",
                        "ResourceType=instance,Tags=[{Key=spawn:job-array-name,Value=compute}]",
                        "--query",
                        "Instances[].InstanceId");
        List<String> ids = List.of(launched.split("\\s+", -1));
        assertThat(ids).hasSize(2).allMatch(id -> id.matches("i-0[0-9a-f]{16}"));
        await().atMost(Duration.ofSeconds(30)).until(() -> running().lines().count() == 2);

        assertThat(console(ids.getFirst())).contains("script of ip-10-77-");
        assertThat(terminate(ids)).contains("shutting-down");
        await().atMost(Duration.ofSeconds(20)).until(() -> running().isEmpty());
    }

    @Test
    void awsCliChangesRecordsThatDigResolves() throws Exception {
        String zone =
                shell.aws(
                        "route53",
                        "list-hosted-zones-by-name",
                        "--dns-name",
                        "spore.host",
                        "--query",
                        "HostedZones[0].Id");
        shell.aws(
                "route53",
                "change-resource-record-sets",
                "--hosted-zone-id",
                zone,
                "--change-batch",
                """
                {"Changes":[{"Action":"UPSERT","ResourceRecordSet":{"Name":"compute-0.5k0zfnmq.spore.host",
                 "Type":"A","TTL":60,"ResourceRecords":[{"Value":"198.18.0.7"}]}}]}""");

        assertThat(shell.aws("route53", "list-resource-record-sets", "--hosted-zone-id", zone))
                .contains("compute-0.5k0zfnmq.spore.host.", "198.18.0.7");
        assertThat(shell.dig("+short", "compute-0.5k0zfnmq.spore.host")).isEqualTo("198.18.0.7");
        assertThat(shell.dig("+short", "+tcp", "compute-0.5k0zfnmq.spore.host"))
                .isEqualTo("198.18.0.7");
        assertThat(shell.dig("compute-1.5k0zfnmq.spore.host")).contains("NXDOMAIN");
    }

    @Test
    void awsCliReadsItsIdentityAndAWrongSecretIsRefused() throws Exception {
        assertThat(shell.aws("sts", "get-caller-identity", "--query", "Account"))
                .isEqualTo("435415984226");
        assertThat(shell.awsWithSecret("wrong", "sts", "get-caller-identity"))
                .contains("SignatureDoesNotMatch");
        assertThat(shell.awsWithSecret("wrong", "ec2", "describe-instances"))
                .contains("AuthFailure");
    }

    @Test
    void publicImageParametersAreResolved() throws Exception {
        assertThat(
                        shell.aws(
                                "ssm",
                                "get-parameter",
                                "--name",
                                "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
                                "--query",
                                "Parameter.Value"))
                .isEqualTo("ami-0abcdef1234567890");
    }

    @Test
    void sigtermEndsEveryProcessAndRemovesCloudJson() throws Exception {
        Path state = directory.resolve("ending");
        try (PackagedCloud other = PackagedCloud.start(state)) {
            new ClientShell(other)
                    .aws(
                            "ec2",
                            "run-instances",
                            "--image-id",
                            "ami-0abcdef1234567890",
                            "--count",
                            "1");
            await().until(() -> other.children() > 0);

            other.terminate();

            assertThat(other.isAlive()).isFalse();
            assertThat(other.children()).isZero();
            assertThat(other.log()).contains("ready at http://127.0.0.1:", "ended");
            assertThat(state.resolve("cloud.json")).doesNotExist();
            assertThat(state.resolve("identity.pem")).exists();
        }
    }

    @Test
    void endsWhenItsParentEnds() throws Exception {
        Process parent = new ProcessBuilder("sleep", "600").start();
        try (PackagedCloud other =
                PackagedCloud.start(directory.resolve("child"), "--parent", "" + parent.pid())) {
            assertThat(other.isReady()).isTrue();
            assertThat(directory.resolve("child/cloud.json"))
                    .content()
                    .contains("\"parent\" : " + parent.pid());

            parent.destroyForcibly();

            await().atMost(Duration.ofSeconds(20)).until(() -> !other.isAlive());
            assertThat(other.isReady()).isFalse();
        }
    }

    @Test
    void longHeadersAreRefusedBeforeTheyEnd() throws Exception {
        URI endpoint = URI.create(cloud.jsonField("endpoint"));
        try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(("GET / HTTP/1.1\r\nX: " + "x".repeat(17_000)).getBytes(US_ASCII));
            out.flush();

            assertThat(isClosed(socket)).isTrue();
        }
    }

    @Test
    void startFailureIsReportedInOneSentence() throws Exception {
        Path state = directory.resolve("cloud");
        Path log = Files.createDirectories(directory.resolve("refused"));

        assertThat(PackagedCloud.refusal(log, "--colour", "red"))
                .startsWith("2 local cloud: there is no option --colour");
        assertThat(
                        PackagedCloud.refusal(
                                log, "--state", state.toString(), "--control-plane", "server.json"))
                .startsWith("1 local cloud: cannot start: another local cloud is running");
    }

    /** Waits for the end of the connection; fails without it. */
    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static String running() throws IOException, InterruptedException {
        return shell.aws(
                "ec2",
                "describe-instances",
                "--filters",
                "Name=tag:spawn:job-array-name,Values=comp*",
                "Name=instance-state-name,Values=running",
                "--query",
                "Reservations[].Instances[].[InstanceId]");
    }

    private static String console(String id) throws IOException, InterruptedException {
        return shell.aws("ec2", "get-console-output", "--instance-id", id, "--query", "Output");
    }

    private static String terminate(List<String> ids) throws IOException, InterruptedException {
        return shell.aws("ec2", "terminate-instances", "--instance-ids", ids.get(0), ids.get(1));
    }
}
