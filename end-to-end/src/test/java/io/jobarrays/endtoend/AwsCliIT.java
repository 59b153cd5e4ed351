package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls of the AWS CLI to the local cloud. */
@ExtendWith(SharedControlPlane.class)
class AwsCliIT {
    @Test
    void findsTheInstancesOfAnArrayByTag(TestControlPlane plane) {
        plane.run(
                "launch",
                "--count",
                "2",
                "--job-array-name",
                "seen",
                "--ttl",
                "10m",
                "--command",
                "sleep 300");
        JsonNode array = plane.json("status", "seen");

        JsonNode found =
                AwsCli.of(plane)
                        .run(
                                "ec2",
                                "describe-instances",
                                "--filters",
                                "Name=tag:spawn:job-array-id,Values="
                                        + array.path("job_array_id").asText(),
                                "--query",
                                "Reservations[].Instances[].InstanceId")
                        .json();

        assertThat(found)
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder(
                        array.path("members").get(0).path("instance_id").asText(),
                        array.path("members").get(1).path("instance_id").asText());
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .untilAsserted(
                        () -> assertThat(records(plane)).contains("seen.5k0zfnmq.spore.host."));
        plane.run("terminate", "seen", "--yes");
    }

    @Test
    void runsAndTerminatesInstances(TestControlPlane plane) {
        JsonNode ids =
                AwsCli.of(plane)
                        .run(
                                "ec2",
                                "run-instances",
                                "--count",
                                "2",
                                "--image-id",
                                "ami-0abcdef1234567890",
                                "--instance-type",
                                "t3.micro",
                                "--query",
                                "Instances[].InstanceId")
                        .json();
        assertThat(ids).hasSize(2);
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .until(() -> states(plane, ids), List.of("running", "running")::equals);

        AwsCli.of(plane)
                .run(
                        "ec2",
                        "terminate-instances",
                        "--instance-ids",
                        ids.get(0).asText(),
                        ids.get(1).asText());

        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .until(() -> states(plane, ids), List.of("terminated", "terminated")::equals);
    }

    @Test
    void membersFetchFilesFromS3AndSendOutputsThere(TestControlPlane plane) throws Exception {
        AwsCli aws = AwsCli.of(plane);
        Path directory = Files.createDirectories(plane.files("s3-files"));
        Files.writeString(directory.resolve("run.sh"), "truncate -s 70M large; echo $1 >small\n");
        Path archive = directory.resolveSibling("s3-files.tar.gz");
        new ProcessBuilder("tar", "-czf", "" + archive, "-C", "" + directory, ".")
                .start()
                .waitFor();
        aws.attempt("s3", "mb", "s3://members");
        aws.attempt("s3", "cp", "" + archive, "s3://members/files.tar.gz");

        plane.run(
                "launch",
                "--count",
                "1",
                "--job-array-name",
                "in-s3",
                "--ttl",
                "10m",
                "--iam-instance-profile",
                "worker",
                "--files",
                "s3://members/files.tar.gz",
                "--command",
                "sh run.sh 'a b'",
                "--collect",
                "large",
                "--collect",
                "small",
                "--collect-to",
                "s3://members/out",
                "--wait");

        String listed = plane.run("outputs", "in-s3").out();
        String id = plane.json("status", "in-s3").path("job_array_id").asText();
        String prefix = "s3://members/out/" + id + "/0/";
        assertThat(listed).contains("73400320 " + prefix + "large", "4 " + prefix + "small");
        assertThat(aws.attempt("s3", "cp", prefix + "small", "-").out()).isEqualTo("a b\n");
        assertThat(aws.attempt("s3", "ls", prefix).out()).contains("73400320 large");
        plane.run("terminate", "in-s3", "--yes");
    }

    @Test
    void returnsTheAccountNumber(TestControlPlane plane) {
        JsonNode identity = AwsCli.of(plane).run("sts", "get-caller-identity").json();

        assertThat(identity.path("Account").asText()).isEqualTo("435415984226");
    }

    @Test
    void refusesAWrongSecret(TestControlPlane plane) {
        AwsCli wrong = AwsCli.of(plane).with("AWS_SECRET_ACCESS_KEY", "wrong");

        ProgramRun run = wrong.attempt("ec2", "describe-instances");

        assertThat(run.exit()).isNotZero();
        assertThat(run.err()).contains("AuthFailure");
    }

    @Test
    void answersNotImplementedForAnUnknownOperation(TestControlPlane plane) {
        ProgramRun run =
                AwsCli.of(plane).attempt("ec2", "create-vpc", "--cidr-block", "10.0.0.0/16");

        assertThat(run.exit()).isNotZero();
        assertThat(run.err()).contains("NotImplemented");
    }

    private static List<String> records(TestControlPlane plane) {
        String zone =
                AwsCli.of(plane)
                        .run("route53", "list-hosted-zones", "--query", "HostedZones[0].Id")
                        .json()
                        .asText();
        List<String> names = new ArrayList<>();
        AwsCli.of(plane)
                .run(
                        "route53",
                        "list-resource-record-sets",
                        "--hosted-zone-id",
                        zone,
                        "--query",
                        "ResourceRecordSets[].Name")
                .json()
                .forEach(name -> names.add(name.asText()));
        return names;
    }

    private static List<String> states(TestControlPlane plane, JsonNode ids) {
        List<String> states = new ArrayList<>();
        AwsCli.of(plane)
                .run(
                        "ec2",
                        "describe-instances",
                        "--instance-ids",
                        ids.get(0).asText(),
                        ids.get(1).asText(),
                        "--query",
                        "Reservations[].Instances[].State.Name")
                .json()
                .forEach(state -> states.add(state.asText()));
        return states;
    }
}
