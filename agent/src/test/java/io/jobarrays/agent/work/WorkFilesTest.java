package io.jobarrays.agent.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jobarrays.agent.AgentMachineFixture;
import io.jobarrays.agent.files.FileRights;
import io.jobarrays.agent.files.LaidOutFiles;
import io.jobarrays.agent.files.OutputArchive;
import io.jobarrays.agent.files.OutputCollector;
import io.jobarrays.agent.files.Tarball;
import io.jobarrays.contract.Sha256;
import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.contract.messages.AgentMessage.Ended;
import io.jobarrays.contract.messages.AgentMessage.Outputs;
import io.jobarrays.contract.messages.AgentMessage.Stop;
import io.jobarrays.contract.messages.Work;
import io.jobarrays.contract.messages.Work.Input;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFilesTest extends AgentMachineFixture {
    @TempDir Path elsewhere = Path.of("");

    @Test
    void unpacksBundleAndInputsAndUploadsOutputs() throws Exception {
        Path script =
                Files.writeString(elsewhere.resolve("run.sh"), "#!/bin/sh\ncat inputs/*/*/n\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path bundle = pack("run.sh");
        server.downloads.put("/agents/bundle", Files.readAllBytes(bundle));
        for (int index : List.of(0, 2)) {
            Files.writeString(elsewhere.resolve("n"), "from " + index + "\n");
            server.downloads.put("/agents/inputs/split/" + index, Files.readAllBytes(pack("n")));
        }
        server.helloReplies.add(
                Work.of("w:1", 1, 1)
                        .command("./run.sh | tee out-1.txt; mkdir -p a/b; echo deep >a/b/c; exit 4")
                        .bundle(Sha256.ofFile(bundle))
                        .inputs(List.of(new Input("split", "0-2")))
                        .collect(List.of("out-*.txt", "a"))
                        .build());

        startAgent();

        assertThat(awaitEnd()).isEqualTo(new Ended("w:1", "EXIT_4", "command", null, false));
        assertThat(server.log()).isEqualTo("from 0\nfrom 2\n");
        Path archive = Files.write(elsewhere.resolve("o"), server.outputs.getFirst());
        Tarball.unpack(archive, elsewhere.resolve("out"), "", new LaidOutFiles());
        assertThat(elsewhere.resolve("out/out-1.txt")).hasContent("from 0\nfrom 2\n");
        assertThat(elsewhere.resolve("out/a/b/c")).hasContent("deep\n");
        assertThat(elsewhere.resolve("out/run.sh")).doesNotExist();
    }

    @Test
    void laysOutParametersAndCollectsThemBesideTheOutputs() throws Exception {
        server.helloReplies.add(
                swept("w:1", "cat parameters.json; echo '{}' >result.json", "{\"lr\":\"0.1\"}\n"));

        startAgent();

        assertThat(awaitEnd()).isEqualTo(new Ended("w:1", "EXIT_0", "command", null, false));
        assertThat(server.log()).isEqualTo("{\"lr\":\"0.1\"}\n");
        Path archive = Files.write(elsewhere.resolve("o"), server.outputs.getFirst());
        Tarball.unpack(archive, elsewhere.resolve("out"), "", new LaidOutFiles());
        assertThat(elsewhere.resolve("out/parameters.json")).hasContent("{\"lr\":\"0.1\"}");
        assertThat(elsewhere.resolve("out/result.json")).hasContent("{}");
    }

    @Test
    void parametersAreNoOutputOfTheWork() throws Exception {
        server.helloReplies.add(swept("w:1", "true", "{}\n"));

        startAgent();

        assertThat(awaitEnd().exit()).isEqualTo("OUTPUT_MISSING");
        assertThat(server.outputs).isEmpty();
    }

    /** Work that must make a JSON file. */
    private static Work swept(String id, String command, String parameters) {
        return Work.of(id, 1, 1)
                .command(command)
                .collect(List.of("*.json"))
                .requireOutputs(true)
                .parameters(parameters)
                .build();
    }

    @Test
    void startsNothingWhenBundleDigestDiffers() throws Exception {
        Files.writeString(elsewhere.resolve("n"), "");
        server.downloads.put("/agents/bundle", Files.readAllBytes(pack("n")));
        server.helloReplies.add(Work.of("w:1", 1, 1).command("true").bundle("00").build());

        startAgent();

        Ended ended = awaitEnd();
        assertThat(ended.exit()).isEqualTo("NOT_STARTED");
        assertThat(ended.problem()).contains("SHA-256");
    }

    @Test
    void refusedOutputsAreAFailure() throws Exception {
        server.uploads().tooLarge = true;
        server.helloReplies.add(work(null, "touch x", false, Map.of(), List.of(), List.of("x")));

        startAgent();

        Ended ended = awaitEnd();
        assertThat(ended.exit()).isEqualTo("OUTPUT_TOO_LARGE");
        assertThat(ended.problem()).isEqualTo("at most \"256 MiB\"");
        assertThat(server.received(Outputs.class))
                .last()
                .isEqualTo(new Outputs("w:1", ended.problem()));
        assertThat(server.received(AgentMessage.class)).last().isEqualTo(ended);
    }

    @Test
    void tellsThatOutputsAreKeptBeforeTheEnd() throws Exception {
        server.helloReplies.add(work(null, "touch x", false, Map.of(), List.of(), List.of("x")));

        startAgent();

        Ended ended = awaitEnd();
        assertThat(server.received(Outputs.class)).last().isEqualTo(new Outputs("w:1", null));
        assertThat(server.received(AgentMessage.class)).last().isEqualTo(ended);
    }

    @Test
    void sendsOutputsToTheirPlaceAndUploadsTheList() throws Exception {
        Files.createDirectories(file("/shared"));
        server.helloReplies.add(outputs("echo a >x", "file:///shared/array/2", false, "x"));

        startAgent();

        assertThat(awaitEnd()).isEqualTo(new Ended("w:1", "EXIT_0", "command", null, false));
        assertThat(file("/shared/array/2/x")).hasContent("a");
        assertThat(new String(server.outputs.getFirst(), StandardCharsets.UTF_8))
                .isEqualTo(Sha256.of("a\n") + " 2 x\n");
    }

    @Test
    void placeThatCannotBeWrittenIsAFailureAndKeepsTheMachine() throws Exception {
        server.helloReplies.add(outputs("echo a >x", "file:///shared/array/2", false, "x"));

        startAgent();

        Ended ended = awaitEnd();
        assertThat(ended.exit()).isEqualTo("OUTPUT_MISSING");
        assertThat(ended.problem()).contains("the member has no directory").contains("/shared");
        assertThat(server.received(Outputs.class))
                .last()
                .isEqualTo(new Outputs("w:1", ended.problem()));
    }

    @Test
    void unreadableOutputIsAFailureAndTheOthersAreKept() throws Exception {
        server.helloReplies.add(
                outputs("ln -s /proc/self/mem broken; echo a >x", null, false, "x", "broken"));

        startAgent();

        Ended ended = awaitEnd();
        assertThat(ended.exit()).isEqualTo("OUTPUT_MISSING");
        assertThat(ended.problem())
                .isEqualTo(
                        "collect: broken cannot be read: Input/output error; what else matches was kept");
        assertThat(server.outputs).hasSize(1);
        assertThat(server.received(Outputs.class))
                .last()
                .isEqualTo(new Outputs("w:1", ended.problem()));
    }

    @Test
    void requiredOutputsThatWereNotMadeAreAFailureWithoutUnkeptFiles() throws Exception {
        server.helloReplies.add(outputs("true", null, true, "part", "*.json"));

        startAgent();

        Ended ended = awaitEnd();
        assertThat(ended.exit()).isEqualTo("OUTPUT_MISSING");
        assertThat(ended.problem())
                .isEqualTo("collect: the work made no file that matches part or *.json");
        assertThat(server.received(Outputs.class)).last().isEqualTo(new Outputs("w:1", null));
    }

    @Test
    void eachRequiredPatternMustMatchAndTheOtherFilesAreKept() throws Exception {
        server.helloReplies.add(
                outputs("touch part", null, true, "part", "*.json", "!x.json", "{a,part}"));

        startAgent();

        Ended ended = awaitEnd();
        assertThat(ended.exit()).isEqualTo("OUTPUT_MISSING");
        assertThat(ended.problem()).isEqualTo("collect: the work made no file that matches *.json");
        assertThat(server.outputs).hasSize(1);
    }

    @Test
    void outputsThatStoppedWorkLacksAreNoReasonOfItsEnd() throws Exception {
        server.helloReplies.add(
                outputs(
                        "trap 'exit 0' TERM; echo begun; " + untilExists("never"),
                        null,
                        true,
                        "part"));
        startAgent();
        await(() -> server.log().equals("begun\n"));

        server.send(new Stop("w:1", 30));

        Ended ended = awaitEnd();
        assertThat(ended.exit()).isEqualTo("EXIT_0");
        assertThat(ended.problem()).isNull();
    }

    @Test
    void outputsThatFailedWorkLacksAreNoReasonOfItsFailure() throws Exception {
        server.helloReplies.add(outputs("no-such-program-here", null, true, "part"));

        startAgent();

        Ended ended = awaitEnd();
        assertThat(ended.exit()).isEqualTo("EXIT_127");
        assertThat(ended.problem()).contains("no-such-program-here: ", "; put it into");
        assertThat(ended.note()).isEqualTo("collect: the work made no file that matches part");
    }

    @Test
    void collectsWithTheRightsOfTheUserOfTheCommand() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can be another user");
        Files.setPosixFilePermissions(file("/"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Path secret = Files.writeString(elsewhere.resolve("secret"), "of root");
        server.helloReplies.add(
                Work.of("w:1", 1, 1)
                        .command(
                                "echo a >made; ln -s made inside; ln -s %s shadow"
                                        .formatted(secret))
                        .runAs("nobody")
                        .collect(List.of("*"))
                        .build());

        startAgent();

        assertThat(awaitEnd().note())
                .isEqualTo(
                        "collect: left out: shadow is a link to %s, outside of the working directory (run-as)",
                        secret);
        Path archive = Files.write(elsewhere.resolve("o"), server.outputs.getFirst());
        Tarball.unpack(archive, elsewhere.resolve("out"), "", new LaidOutFiles());
        assertThat(elsewhere.resolve("out").toFile().list())
                .containsExactlyInAnyOrder("made", "inside");
    }

    private static Work outputs(
            String command, @Nullable String to, boolean required, String... collect) {
        return Work.of("w:1", 1, 3)
                .command(command)
                .collect(List.of(collect))
                .collectTo(to)
                .requireOutputs(required)
                .build();
    }

    @Test
    void tellsThatOutputsAreBeingUploaded() throws Exception {
        server.uploads().unavailable = true;
        server.helloReplies.add(work(null, "touch x", false, Map.of(), List.of(), List.of("x")));

        startAgent();

        Awaitility.await()
                .until(
                        () ->
                                server.received(Outputs.class)
                                        .contains(new Outputs("w:1", Outputs.UPLOADING)));
        assertThat(server.received(Ended.class)).isEmpty();
        server.uploads().unavailable = false;
        assertThat(awaitEnd().problem()).isNull();
    }

    @Test
    void resumesUploadAtStoredOffset() throws Exception {
        server.uploads().lostAnswer = 2;
        server.helloReplies.add(
                work(
                        null,
                        "head -c 20000000 /dev/urandom >x",
                        false,
                        Map.of(),
                        List.of(),
                        List.of("x")));

        startAgent();

        assertThat(awaitEnd().problem()).isNull();
        Path archive = Files.write(elsewhere.resolve("o"), server.outputs.getFirst());
        Tarball.unpack(archive, elsewhere.resolve("out"), "", new LaidOutFiles());
        assertThat(elsewhere.resolve("out/x"))
                .hasSameBinaryContentAs(file("/var/lib/spored/work/1/x"));
        assertThat(server.uploads().calls)
                .containsExactly(
                        "HEAD",
                        "PATCH 0",
                        "PATCH 8388608",
                        "PATCH 8388608",
                        "HEAD",
                        "PATCH 16777216");
    }

    @Test
    void writesSizeAndAttemptOfWorkToEnvironment() throws Exception {
        String printVariables =
                "echo $JOB_ARRAY_ID $JOB_ARRAY_NAME $JOB_ARRAY_SIZE $JOB_ARRAY_INDEX $JOB_ARRAY_ATTEMPT";
        server.helloReplies.add(
                Work.of("w:1", 2, 8)
                        .userData("#!/bin/sh\nsh -c '" + printVariables + "'\n")
                        .command("sh -c '" + printVariables + "'")
                        .environment(Map.of("JOB_ARRAY_SIZE", "99"))
                        .build());

        startAgent();

        assertThat(awaitEnd().exit()).isEqualTo("EXIT_0");
        String expected = "compute-20260113-abc123 compute 8 2 2\n";
        assertThat(server.log()).isEqualTo(expected + expected);
        Process login =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                ". '%s'; sh -c '%s'"
                                        .formatted(
                                                file("/etc/profile.d/job-array.sh"),
                                                printVariables))
                        .start();
        assertThat(login.inputReader().readAllAsString()).isEqualTo(expected);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(file("/etc/profile.d/job-array.sh"))))
                .isEqualTo("rw-r--r--");
    }

    private Path pack(String name) throws Exception {
        Path archive = elsewhere.resolve(name + ".tar.gz");
        OutputArchive.pack(
                OutputCollector.collect(elsewhere, List.of(name), new LaidOutFiles()),
                archive,
                FileRights.ofAgent());
        return archive;
    }
}
