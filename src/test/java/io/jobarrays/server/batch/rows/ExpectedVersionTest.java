package io.jobarrays.server.batch.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.problems.Refused;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedVersionTest {
    @ParameterizedTest
    @ValueSource(strings = {"\"v3\"", "*", "\"v1\", \"v3\"", " \"v3\" "})
    void acceptsNewestVersionThatHeaderNames(String header) {
        assertThatCode(() -> ExpectedVersion.of(header).check("etl", Optional.of(3)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"v2\"", "\"3\"", "W/\"v3\"", "\"v33\"", "\"\""})
    void refusesOtherVersionWithNewestOne(String header) {
        assertThatThrownBy(() -> ExpectedVersion.of(header).check("etl", Optional.of(3)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.status()).isEqualTo(412))
                .hasMessageContaining("the newest version is v3");
    }

    @Test
    void refusesDefinitionThatDoesNotExist() {
        assertThatThrownBy(() -> ExpectedVersion.of("*").check("etl", Optional.empty()))
                .isInstanceOf(Refused.class)
                .hasMessage(
                        "definition etl: there is none, and If-Match asks for *; leave If-Match out to store it");
    }

    @Test
    void acceptsAnyVersionWithoutHeader() {
        assertThatCode(() -> ExpectedVersion.NONE.check("etl", Optional.empty()))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v3", "", "\"v3", "*, \"v3\"", "\"v1\" \"v2\""})
    void refusesHeaderThatIsNoTag(String header) {
        assertThatThrownBy(() -> ExpectedVersion.of(header))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is no ETag");
    }
}
