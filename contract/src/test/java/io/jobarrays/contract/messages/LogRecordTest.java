package io.jobarrays.contract.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LogRecordTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    @Test
    void theBytesAreStreamTimeLengthAndData() {
        byte[] bytes = new LogRecord(LogRecord.ERR, 0x0102_0304L, HELLO).bytes();

        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("65" + "0000000001020304" + "00000005" + "68656c6c6f");
    }

    @Test
    void recordsAreTakenOneAfterAnotherAndHalfOnesLeft() {
        byte[] first = new LogRecord(LogRecord.OUT, 7, HELLO).bytes();
        byte[] second = new LogRecord(LogRecord.ERR, 8, new byte[LogRecord.LARGEST]).bytes();
        ByteBuffer bytes = ByteBuffer.allocate(first.length + second.length - 1);
        bytes.put(first).put(second, 0, second.length - 1).flip();

        LogRecord taken = LogRecord.take(bytes).orElseThrow();

        assertThat(taken.stream()).isEqualTo('o');
        assertThat(taken.millis()).isEqualTo(7);
        assertThat(taken.data()).isEqualTo(HELLO);
        assertThat(LogRecord.take(bytes)).isEmpty();
        assertThat(bytes.position()).isEqualTo(first.length);
        assertThat(LogRecord.length(bytes, first.length)).contains(second.length);
        assertThat(LogRecord.length(bytes, bytes.limit() - LogRecord.HEADER + 1)).isEmpty();
    }

    @Test
    void whatIsNoRecordIsRefused() {
        ByteBuffer otherStream = ByteBuffer.wrap(new LogRecord('x', 1, HELLO).bytes());
        ByteBuffer tooLarge =
                ByteBuffer.wrap(
                        new LogRecord(LogRecord.OUT, 1, new byte[LogRecord.LARGEST + 1]).bytes());

        assertThatThrownBy(() -> LogRecord.take(otherStream)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> LogRecord.take(tooLarge)).isInstanceOf(Refusal.class);
    }
}
