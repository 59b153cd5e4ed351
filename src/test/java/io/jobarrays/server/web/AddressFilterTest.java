package io.jobarrays.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressFilterTest {
    @ParameterizedTest
    @CsvSource({
        "/arrays/a%00b, 404, the character NUL",
        "/arrays/a%0Ab, 404, a control character",
        "/arrays/a%C2%85b, 404, a control character",
        "/arrays/a%ff, 404, bytes that are not UTF-8",
        "/arrays/%ed%a0%80, 404, bytes that are not UTF-8",
        "/arrays/a%zz, 404, a % without two hexadecimal digits",
        "/arrays/a%4, 404, a % without two hexadecimal digits"
    })
    void refusesPathsThatNameNothing(String path, int status, String words) {
        Problem problem = AddressFilter.problem(path, null).orElseThrow();

        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.json()).contains(words);
    }

    @ParameterizedTest
    @CsvSource({"definition=%00", "definition=a%c3", "a%00=1", "definition=%"})
    void refusesQueriesThatCannotBeText(String query) {
        assertThat(AddressFilter.problem("/executions", query).orElseThrow().status())
                .isEqualTo(422);
    }

    @Test
    void acceptsWhatIsText() {
        assertThat(AddressFilter.problem("/arrays/caf%C3%A9%F0%9F%98%80", "param.x=a%0Ab+c%25"))
                .isEmpty();
        assertThat(AddressFilter.problem("/arrays/compute", "param.x=" + "%20".repeat(2048)))
                .isEmpty();
    }

    @Test
    void refusesALongAddress() {
        Problem problem =
                AddressFilter.problem("/arrays/" + "a".repeat(16_384), null).orElseThrow();

        assertThat(problem.status()).isEqualTo(414);
        assertThat(problem.json()).contains("has 16392 characters; at most 16384");
    }
}
