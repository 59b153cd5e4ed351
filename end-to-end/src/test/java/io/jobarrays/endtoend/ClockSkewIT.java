package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An array on instances whose clocks are wrong. */
@ExtendWith(SharedControlPlane.class)
class ClockSkewIT {
    private static final Pattern TIME = Pattern.compile("it is (\\d+)");

    @Test
    void memberWithAClockAnHourBehindRunsItsWork(TestControlPlane plane) throws Exception {
        RequiredTools.requireFaketime();
        TestCloud cloud = new TestCloud(plane);

        try (TestCloud.Fault _ =
                        cloud.setFault(
                                "{\"kind\":\"clock-skew\",\"offset\":\"-1h\",\"tag\":\"spawn:job-array-name=late\"}");
                TestArray late =
                        TestArray.launch(
                                plane, "late", 1, "--command", "date +'it is %s'; exit 3")) {
            late.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_3");

            Matcher time = TIME.matcher(late.log(0));
            assertThat(time.find()).as(late.log(0)).isTrue();
            long now = Instant.now().getEpochSecond();
            assertThat(Long.parseLong(time.group(1))).isBetween(now - 3700, now - 3600);
        }
    }
}
