package io.jobarrays.endtoend;

import static io.jobarrays.endtoend.TestPipeline.job;
import static io.jobarrays.endtoend.TestPipeline.stage;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several stages on the machines of the first one. */
@ExtendWith(SharedControlPlane.class)
class MachinesIT {
    private static final String LONG = "echo begun; on 1 attempt 1: sleep 1m; echo second";
    private static final String OTHERS_LAUNCHED =
            "no machine is left of the stage before; others are launched, without its files";

    @Test
    void threeCommandsRunOnTheSameInstances(TestControlPlane plane) {
        TestPipeline chain = submit(plane, "three-commands", "3", "echo first", "echo second");
        chain.awaitState("COMPLETED");

        List<String> first = chain.instances("first");
        assertThat(first).hasSize(3).doesNotHaveDuplicates();
        assertThat(chain.instances("second")).isEqualTo(first);
        assertThat(chain.instances("third")).isEqualTo(first.subList(0, 2));
        assertThat(plane.run("logs", chain.array("second")).out()).contains("second");
        chain.awaitNoInstances();
        for (String stage : List.of("first", "second", "third")) {
            assertThat(chain.fieldOfEachMember(stage, "exit_status")).containsOnly("EXIT_0");
        }
        assertThat(chain.fieldOfEachMember("second", "name").get(2)).isEqualTo("first-2");
        assertThat(chain.fieldOfEachMember("first", "state").get(0)).isEqualTo("handed-over");
    }

    @Test
    void launchesAnotherMachineForOneThatIsGone(TestControlPlane plane) {
        RequiredTools.require("aws");
        TestPipeline chain =
                submit(plane, "gone-machine", "2", "on 1: sleep 8s; echo first", "echo second");
        chain.awaitEnd("first", 0, "EXIT_0");
        List<String> first = chain.instances("first");

        AwsCli.of(plane).run("ec2", "terminate-instances", "--instance-ids", first.get(0));
        chain.awaitState("COMPLETED");

        List<String> second = chain.instances("second");
        assertThat(second.get(0)).isNotEqualTo(first.get(0));
        assertThat(second.get(1)).isEqualTo(first.get(1));
        assertThat(chain.events("second")).contains("[0]: " + OTHERS_LAUNCHED);
    }

    /** Between two stages, and while the second one works. */
    @Test
    void replacesMachinesThatEc2TakesBack(TestControlPlane plane) {
        TestPipeline chain =
                submit(
                        plane,
                        "taken-back",
                        "2",
                        "on 1: sleep 6s; echo first",
                        LONG,
                        "spot",
                        "true");
        chain.awaitEnd("first", 0, "EXIT_0");
        List<String> first = chain.instances("first");
        new TestCloud(plane).interrupt(first.get(0), "2s");
        chain.awaitLine("second", 1, "begun");
        new TestCloud(plane).interrupt(first.get(1), "1s");

        chain.awaitState("COMPLETED");

        List<String> second = chain.instances("second");
        assertThat(second).doesNotHaveDuplicates().doesNotContainAnyElementsOf(first);
        assertThat(chain.fieldOfEachMember("second", "state")).containsOnly("handed-over");
        assertThat(chain.fieldOfEachMember("second", "attempt")).containsExactly("1", "2");
        assertThat(chain.fieldOfEachMember("second", "exit_status")).containsOnly("EXIT_0");
        assertThat(chain.instances("third")).isEqualTo(second);
        chain.awaitNoInstances();
    }

    @Test
    void launchesOthersForMachinesThatAreOff(TestControlPlane plane) {
        TestPipeline chain =
                submit(
                        plane,
                        "off",
                        "3",
                        "on 2: sleep 8s; echo first",
                        "echo second",
                        "hibernate",
                        "true");
        chain.awaitEnd("first", 0, "EXIT_0");
        chain.awaitEnd("first", 1, "EXIT_0");
        String array = chain.array("first");
        plane.run("stop", array + "[0]");
        plane.run("hibernate", array + "[1]");

        chain.awaitState("COMPLETED");

        List<String> first = chain.instances("first");
        List<String> second = chain.instances("second");
        assertThat(second.subList(0, 2)).doesNotContainAnyElementsOf(first);
        assertThat(second.get(2)).isEqualTo(first.get(2));
        assertThat(chain.events("second")).contains("[0-1]: " + OTHERS_LAUNCHED);
        chain.awaitNoInstances();
    }

    @Test
    void continuesOnTheSameMachinesAfterAStop(TestControlPlane plane) {
        TestPipeline chain = submit(plane, "stopped-shared", "2", "echo first", LONG);
        chain.awaitLine("second", 1, "begun");
        List<String> machines = chain.instances("second");
        String array = chain.array("second");

        plane.run("stop", array);
        chain.awaitState("STOPPED");
        plane.run("start", array);
        chain.awaitState("COMPLETED");

        assertThat(chain.instances("second"))
                .as(() -> chain.events("first") + chain.events("second"))
                .isEqualTo(machines);
        assertThat(chain.instances("third")).isEqualTo(machines);
        assertThat(chain.fieldOfEachMember("second", "attempt")).containsExactly("1", "2");
        assertThat(chain.fieldOfEachMember("first", "attempt")).containsOnly("1");
        chain.awaitNoInstances();
    }

    @Test
    void endsMachinesThatASkippedStageWouldHaveUsed(TestControlPlane plane) {
        String decision =
                "<decision id=\"which\" ref=\"exit-status\"><next on=\"ALL_OK\" to=\"third\"/>"
                        + "<next on=\"*\" to=\"second\"/></decision>";
        TestPipeline chain =
                TestPipeline.submit(
                        plane,
                        job(
                                "skipped",
                                first("which", "echo first", "3"),
                                decision,
                                stage(
                                        "second",
                                        "third",
                                        "machines",
                                        "first",
                                        "command",
                                        "echo second"),
                                third()));

        chain.awaitState("COMPLETED");

        assertThat(chain.array("second")).isEmpty();
        assertThat(chain.instances("third")).isEqualTo(chain.instances("first").subList(0, 2));
        chain.awaitNoInstances();
    }

    @Test
    void verbsNameTheArrayThatHasTheMachine(TestControlPlane plane) {
        TestPipeline chain =
                submit(plane, "handed", "2", "on 1: exit 3; echo first", LONG, "success", "any");
        chain.awaitLine("second", 1, "begun");
        String first = chain.array("first");
        String second = chain.array("second");

        for (String verb : List.of("terminate", "stop", "replace")) {
            ProgramRun run = plane.spawn(verb, first + "[0]", "--yes");
            assertThat(run.exit()).as(run.toString()).isEqualTo(1);
            assertThat(run.out()).contains("type spawn %s '%s[0]'".formatted(verb, second));
        }
        assertThat(plane.spawn("extend", first, "1h").out())
                .contains("type spawn extend '%s[0]' 1h".formatted(second));
        JsonNode retry = plane.spawn("retry", first, "--failed", "-o", "json").json();
        assertThat(retry.get(0).path("result").asText()).isEqualTo("ended well; nothing to retry");
        assertThat(retry.get(1).path("result").asText())
                .endsWith("type spawn retry '%s[1]' --failed".formatted(second));
        assertThat(plane.spawn("connect", first + "[1]", "--", "true").err())
                .contains("type spawn connect '%s[1]'".formatted(second));
        plane.run("terminate", second, "--yes");
        chain.awaitState("STOPPED");
        chain.awaitNoInstances();
    }

    private static TestPipeline submit(
            TestControlPlane plane,
            String name,
            String count,
            String first,
            String second,
            String... more) {
        return TestPipeline.submit(
                plane,
                job(
                        name,
                        first("second", first, count, more),
                        stage("second", "third", "machines", "first", "command", second),
                        third()));
    }

    private static String first(String next, String command, String count, String... more) {
        List<String> properties =
                new ArrayList<>(
                        List.of(
                                "count",
                                count,
                                "instance-type",
                                "scale.nano",
                                "ttl",
                                "30m",
                                "command",
                                command));
        properties.addAll(List.of(more));
        return stage("first", next, properties.toArray(String[]::new));
    }

    private static String third() {
        return stage("third", "", "machines", "first", "count", "2", "command", "echo third");
    }
}
