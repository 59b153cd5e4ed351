package io.jobarrays.server.batch.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.batch.rows.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageStateTest {
    @ParameterizedTest
    @CsvSource({
        ",, true, PLANNED",
        ",, false, PLANNED",
        "a,, true, STARTED",
        "a,, false, STOPPED",
        "a, ALL_OK, false, COMPLETED",
        "a, FAILED_1_OF_2, true, FAILED",
        ", NOT_VIABLE, true, FAILED"
    })
    void goesOnOnlyWithItsExecution(
            @Nullable String array, @Nullable String exitStatus, boolean open, String state) {
        Stage row = new Stage();
        row.arrayId = array;
        row.exitStatus = exitStatus;

        assertThat(StageViews.state(row, open)).isEqualTo(state);
    }
}
