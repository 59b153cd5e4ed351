package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The AWS CLI, a client of another project, against the local cloud of a control plane. */
record AwsCli(TestControlPlane plane, Map<String, String> environment) {

    static AwsCli of(TestControlPlane plane) {
        Map<String, String> environment = new HashMap<>(plane.env());
        environment.put("AWS_PAGER", "");
        environment.put("AWS_CONFIG_FILE", "/dev/null");
        environment.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        return new AwsCli(plane, environment);
    }

    AwsCli with(String variable, String value) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(variable, value);
        return new AwsCli(plane, changed);
    }

    /** Runs a command that must end with 0. */
    ProgramRun run(String... arguments) {
        ProgramRun run = attempt(arguments);
        assertThat(run.exit()).as(run.toString()).isZero();
        return run;
    }

    ProgramRun attempt(String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "aws",
                                "--endpoint-url",
                                environment.getOrDefault("AWS_ENDPOINT_URL", ""),
                                "--region",
                                environment.getOrDefault("AWS_REGION", ""),
                                "--output",
                                "json"));
        command.addAll(List.of(arguments));
        return plane.runProgram(environment, command.toArray(String[]::new));
    }
}
