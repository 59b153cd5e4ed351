package io.jobarrays.server.arrays.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.owner.ArrayEdits;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class SucceededIndexesTest {
    @Inject Clock clock;

    @Test
    void areThoseOfMembersThatSucceededAndWereNotRetired() {
        String array = ArrayEdits.create(5);
        ArrayEdits.edit(
                array,
                it -> {
                    it.member(0).endAttempt(1, "EXIT_0", null, it.now());
                    it.member(1).endAttempt(1, "EXIT_3", null, it.now());
                    it.member(3).endAttempt(1, "EXIT_0", null, it.now());
                    it.member(3).retire();
                    it.member(4).endAttempt(1, "EXIT_0", null, it.now());
                });
        ArrayEdits.end(array, clock.instant());

        assertThat(QuarkusTransaction.requiringNew().call(() -> Member.succeededIndexes(array)))
                .containsExactlyInAnyOrder(0, 4);
    }
}
