package io.jobarrays.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerHeapTest {
    @ParameterizedTest
    @CsvSource({"0,-Xmx256m", "1048576,-Xmx256m", "4194304,-Xmx512m", "25165824,-Xmx1024m"})
    void isAnEighthOfTheMemory(long kibibytes, String option) {
        assertThat(ServerHeap.option(kibibytes)).isEqualTo(option);
    }
}
