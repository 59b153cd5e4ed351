package io.jobarrays.benchmarks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jobarrays.contract.messages.LogRecord;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogTimesTest {
    @Test
    void readsTheTimesOfTheFirstAndTheLastLine() {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        log.writeBytes(new LogRecord(LogRecord.OUT, 1000, new byte[] {'a', '\n'}).bytes());
        log.writeBytes(new LogRecord(LogRecord.ERR, 1500, new byte[] {'b', '\n'}).bytes());
        log.writeBytes(new LogRecord(LogRecord.OUT, 2345, new byte[] {'c', '\n'}).bytes());

        LogTimes times = LogTimes.of(log.toByteArray());

        assertThat(times.first()).isEqualTo(Instant.ofEpochMilli(1000));
        assertThat(times.last()).isEqualTo(Instant.ofEpochMilli(2345));
    }

    @Test
    void refusesWorkThatHasWrittenNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> LogTimes.of(new byte[0]));
    }
}
