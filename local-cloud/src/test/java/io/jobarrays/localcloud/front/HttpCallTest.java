package io.jobarrays.localcloud.front;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpCallTest {
    private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";

    @Test
    void decodesTheFormOnce() {
        HttpCall call = call("Version=1", FORM, "Action=Describe&Filter.1.Value.1=a%26b");

        Map<String, String> decoded = call.formParameters();

        assertThat(decoded)
                .isEqualTo(Map.of("Version", "1", "Action", "Describe", "Filter.1.Value.1", "a&b"));
        assertThat(call.formParameters()).isSameAs(decoded);
        assertThat(call.queryParameters()).isEqualTo(Map.of("Version", "1"));
    }

    @Test
    void bodyKeepsTheParametersOfTheQuery() {
        HttpCall head = call("a=1", FORM, "");
        Map<String, String> decoded = head.queryParameters();

        HttpCall call = head.withBody("b=2".getBytes(StandardCharsets.UTF_8));

        assertThat(call.queryParameters()).isSameAs(decoded);
        assertThat(call.formParameters()).isEqualTo(Map.of("a", "1", "b", "2"));
    }

    @ParameterizedTest
    @CsvSource({
        "application/x-amz-json-1.1, '{\"Value\":\"100%\"}'",
        "text/xml, '<Comment>100%</Comment>'"
    })
    void bodyOfAnotherTypeIsNoForm(String type, String body) {
        assertThat(call("", type, body).formParameters()).isEmpty();
    }

    private static HttpCall call(String query, String type, String body) {
        Headers headers = new Headers();
        headers.set("Content-Type", type);
        return new HttpCall("POST", "/", query, headers, body.getBytes(StandardCharsets.UTF_8));
    }
}
