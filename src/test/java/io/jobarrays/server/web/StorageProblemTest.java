package io.jobarrays.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageProblemTest {
    @ParameterizedTest
    @CsvSource({
        "08006, SPAWN-DATABASE-UNAVAILABLE, 2",
        "53300, SPAWN-DATABASE-BUSY, 2",
        "53100, SPAWN-DISK-FULL, 30"
    })
    void answersWithTheTimeToRepeatTheCall(String state, String code, long seconds) {
        SQLException failure = new SQLException("the words of PostgreSQL", state);

        Problem problem = ProblemMapping.of(new IllegalStateException(failure));

        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.retryAfter()).hasSeconds(seconds);
    }
}
