package io.jobarrays.localcloud.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.InstalledTools;
import io.jobarrays.localcloud.SignedRequests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Faults of new instances as the scripts of real machines see them. */
class MachineFaultsTest {
    @RegisterExtension static final CloudFixture CLOUD = CloudFixture.inNamespaces(4);

    @AfterEach
    void clear() throws Exception {
        CLOUD.signed().delete("faults");
    }

    @Test
    void etcIsReadOnlyUntilTheFaultIsRemoved() throws Exception {
        String fault = set("{\"kind\":\"etc-read-only\",\"count\":1}");
        String id =
                launch(
                        """
                        while (echo x >/etc/x) 2>&1; do sleep 0.05; done
                        echo x >/root/x && echo /root is writable
                        until (echo x >/etc/x) 2>/dev/null; do sleep 0.05; done
                        echo /etc is writable
                        """);
        soon().until(() -> console(id).contains("/root is writable"));
        assertThat(console(id)).contains("/etc/x: Read-only file system");

        CLOUD.signed().delete("faults/" + fault);

        soon().until(() -> console(id).contains("/etc is writable"));
        terminate(id);
    }

    @Test
    void diskIsFullAlsoAfterAStopUntilTheFaultIsRemoved() throws Exception {
        String fault = set("{\"kind\":\"disk-full\",\"count\":1}");
        String id =
                launch(
                        """
                        while (head -c 100000 /dev/zero >>/root/x) 2>&1; do sleep 0.05; done
                        echo x >/run/x && echo /run is writable
                        """);
        soon().until(() -> console(id).contains("/run is writable"));
        assertThat(console(id)).contains("No space left on device");

        CLOUD.ec2().stopInstances(it -> it.instanceIds(id));
        soon().until(() -> state(id).equals("stopped"));
        CLOUD.ec2().startInstances(it -> it.instanceIds(id));
        soon().until(() -> state(id).equals("running"));
        assertThat(freeBytes(id)).isZero();

        CLOUD.signed().delete("faults/" + fault);

        soon().until(() -> freeBytes(id) > 100_000);
        terminate(id);
    }

    @Test
    void clockOfAllProgramsIsSkewedAndTheMonotonicOneIsNot() throws Exception {
        InstalledTools.requireFaketime();
        set("{\"kind\":\"clock-skew\",\"offset\":\"-2h\",\"count\":1}");

        String id =
                launch(
                        """
                        date +'date %s'
                        env -i date +'emptied %s'
                        perl -MTime::HiRes=clock_gettime,CLOCK_MONOTONIC -e '
                            printf "monotonic %d\\n", clock_gettime(CLOCK_MONOTONIC)'
                        echo "uptime $(cut -d . -f 1 /proc/uptime)"
                        timeout 10 sleep 0.2 && echo end
                        """);

        soon().until(() -> console(id).contains("end"));
        long rightTime = Instant.now().getEpochSecond();
        assertThat(number(id, "date")).isBetween(rightTime - 7260, rightTime - 7200);
        assertThat(number(id, "emptied")).isBetween(rightTime - 7260, rightTime - 7200);
        assertThat(number(id, "uptime") - number(id, "monotonic")).isBetween(0L, 5L);
        terminate(id);
    }

    /** Number after a word at the beginning of a line of the console. */
    private static long number(String id, String word) {
        return console(id)
                .lines()
                .filter(line -> line.startsWith(word + " "))
                .mapToLong(line -> Long.parseLong(line.substring(word.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30));
    }

    private static String set(String body) throws Exception {
        var answer = CLOUD.signed().control("faults", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return SignedRequests.field(answer, "id");
    }

    private static String launch(String script) {
        byte[] userData = ("#!/bin/bash\n" + script).getBytes(StandardCharsets.UTF_8);
        return CLOUD.ec2()
                .runInstances(
                        it ->
                                it.imageId("ami-0abcdef1234567890")
                                        .minCount(1)
                                        .maxCount(1)
                                        .userData(Base64.getEncoder().encodeToString(userData)))
                .instances()
                .getFirst()
                .instanceId();
    }

    private static void terminate(String id) {
        CLOUD.ec2().terminateInstances(it -> it.instanceIds(id));
    }

    private static String state(String id) {
        return CLOUD.ec2()
                .describeInstances(it -> it.instanceIds(id))
                .reservations()
                .getFirst()
                .instances()
                .getFirst()
                .state()
                .nameAsString();
    }

    private static String console(String id) {
        String output =
                Optional.ofNullable(CLOUD.ec2().getConsoleOutput(it -> it.instanceId(id)).output())
                        .orElse("");
        return new String(Base64.getDecoder().decode(output), StandardCharsets.UTF_8);
    }

    /** Free space of the disk that the running instance has. */
    private static long freeBytes(String id) {
        long init =
                ProcessHandle.current()
                        .descendants()
                        .filter(it -> isInit(it, id))
                        .findFirst()
                        .orElseThrow()
                        .pid();
        return Path.of("/proc/" + init + "/root/root").toFile().getUsableSpace();
    }

    private static boolean isInit(ProcessHandle process, String id) {
        return process.info().commandLine().orElse("").contains("local-cloud/init " + id);
    }
}
