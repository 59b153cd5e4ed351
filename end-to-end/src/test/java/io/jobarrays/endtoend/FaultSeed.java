package io.jobarrays.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * One experiment, drawn from its number alone: a chain of one or two arrays, faults of the local
 * cloud, and kills.
 *
 * @param stages the arrays, in order
 * @param faults rules for the control API of the local cloud
 */
record FaultSeed(long number, List<Stage> stages, List<String> faults, List<Kill> kills) {
    private static final int MAX_SIZE = 50;

    /** Call faults that the server has to bear on any of its operations. */
    private static final List<String> CALL_FAULTS =
            List.of(
                    "throttle",
                    "server-error",
                    "unavailable",
                    "request-lost",
                    "answer-lost",
                    "answer-cut",
                    "slow");

    private static final List<String> OPERATIONS =
            List.of(
                    "RunInstances",
                    "RunInstances",
                    "TerminateInstances",
                    "DescribeInstances",
                    "CreateTags",
                    "route53:ChangeResourceRecordSets");

    private static final List<String> INSTANCE_FAULTS =
            List.of(
                    "not-found",
                    "unlisted",
                    "boot-fails",
                    "boot-hangs",
                    "metadata-down",
                    "identity-invalid",
                    "network-cut",
                    "etc-read-only",
                    "clock-skew");

    /** What is killed, and the time since the launch. */
    record Kill(Target target, Duration after) {}

    enum Target {
        SERVER,
        /** The server, and the new process before it is ready. */
        SERVER_TWICE,
        /** The instance of one member, through EC2. */
        INSTANCE
    }

    /** An array; an index that fails does so at its first attempt. */
    record Stage(
            String name,
            int size,
            boolean barrier,
            int retries,
            boolean collects,
            int workSeconds,
            int failing) {

        String command() {
            return "echo %s; sleep %ds;%s write out/result 2048; echo %s"
                    .formatted(
                            ReliabilityInvariants.BEGUN,
                            workSeconds,
                            failing < 0 ? "" : " on %d attempt 1: exit 3;".formatted(failing),
                            ReliabilityInvariants.DONE);
        }

        /** A retry of one member is one of all. */
        boolean restartsTogether() {
            return barrier && retries > 0;
        }
    }

    static FaultSeed of(long number) {
        Random random = new Random(number);
        List<Stage> stages = new ArrayList<>();
        int count = random.nextInt(4) == 0 ? 2 : 1;
        for (int i = 0; i < count; i++) {
            stages.add(stage("seed%d%s".formatted(number, i == 0 ? "first" : "second"), random));
        }
        List<String> faults =
                IntStream.range(0, 1 + random.nextInt(4))
                        .mapToObj(i -> fault(stages.get(random.nextInt(count)), random))
                        .toList();
        List<Kill> kills =
                IntStream.range(0, random.nextInt(3)).mapToObj(i -> kill(random)).toList();
        return new FaultSeed(number, stages, faults, kills);
    }

    private static Stage stage(String name, Random random) {
        int size = 1 + random.nextInt(MAX_SIZE);
        return new Stage(
                name,
                size,
                random.nextInt(3) == 0,
                random.nextInt(3),
                random.nextBoolean(),
                1 + random.nextInt(8),
                random.nextInt(3) == 0 ? random.nextInt(size) : -1);
    }

    private static String fault(Stage stage, Random random) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> callFault(random);
            case 2 -> capacityFault(stage, random);
            default -> instanceFault(stage, random);
        };
    }

    private static String callFault(Random random) {
        String kind = pick(CALL_FAULTS, random);
        String frequency =
                random.nextBoolean()
                        ? "\"count\":%d".formatted(1 + random.nextInt(6))
                        : "\"probability\":0.%d,\"for\":\"%ds\",\"seed\":%d"
                                .formatted(
                                        2 + random.nextInt(6),
                                        5 + random.nextInt(20),
                                        random.nextInt(1000));
        return "{\"kind\":\"%s\",\"operation\":\"%s\",%s}"
                .formatted(kind, pick(OPERATIONS, random), frequency);
    }

    private static String capacityFault(Stage stage, Random random) {
        return random.nextBoolean()
                ? "{\"kind\":\"no-capacity\",\"operation\":\"RunInstances\",\"count\":%d,%s}"
                        .formatted(1 + random.nextInt(3), tag(stage))
                : "{\"kind\":\"partial-capacity\",\"operation\":\"RunInstances\",\"instances\":%d,\"count\":%d,%s}"
                        .formatted(
                                1 + random.nextInt(stage.size()),
                                1 + random.nextInt(2),
                                tag(stage));
    }

    private static String instanceFault(Stage stage, Random random) {
        String kind = pick(INSTANCE_FAULTS, random);
        String effect =
                switch (kind) {
                    case "boot-fails", "boot-hangs", "identity-invalid" -> "";
                    case "clock-skew" ->
                            "\"offset\":\"%s%dm\","
                                    .formatted(
                                            random.nextBoolean() ? "" : "-",
                                            1 + random.nextInt(10));
                    default -> "\"window\":\"%ds\",".formatted(2 + random.nextInt(15));
                };
        return "{\"kind\":\"%s\",%s\"count\":%d,%s}"
                .formatted(kind, effect, 1 + random.nextInt(4), tag(stage));
    }

    private static String tag(Stage stage) {
        return "\"tag\":\"spawn:job-array-name=%s\"".formatted(stage.name());
    }

    private static Kill kill(Random random) {
        return new Kill(
                Target.values()[random.nextInt(Target.values().length)],
                Duration.ofMillis(random.nextInt(15_000)));
    }

    private static String pick(List<String> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    /** The job XML of the chain. */
    String jobXml() {
        StringBuilder xml =
                new StringBuilder(
                        "<job id=\"seed%d\" version=\"2.0\" xmlns=\"https://jakarta.ee/xml/ns/jakartaee\">\n"
                                .formatted(number));
        for (int i = 0; i < stages.size(); i++) {
            String next =
                    i + 1 < stages.size() ? " next=\"%s\"".formatted(stages.get(i + 1).name()) : "";
            xml.append(step(stages.get(i), next));
        }
        return xml.append("</job>\n").toString();
    }

    private static String step(Stage stage, String next) {
        return """
               <step id="%s"%s><properties>
                 <property name="count" value="%d"/>
                 <property name="instance-type" value="scale.nano"/>
                 <property name="command" value="%s"/>
                 <property name="barrier" value="%s"/>
                 <property name="barrier-timeout" value="45s"/>
                 <property name="retries" value="%d"/>
                 <property name="ttl" value="10m"/>%s
               </properties><batchlet ref="array"/></step>
               """
                .formatted(
                        stage.name(),
                        next,
                        stage.size(),
                        stage.command(),
                        stage.barrier(),
                        stage.retries(),
                        stage.collects() ? "\n<property name=\"collect\" value=\"out/*\"/>" : "");
    }
}
