package io.jobarrays.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifyTargetTest {
    private static final String HOOK = "https://hooks.slack.com/services/T0/B0/s3cr3t?k=v3ry";

    @Test
    void showsNothingOfPathAndQuery() {
        NotifyTarget target = NotifyTarget.parse("notify", HOOK, "slack");

        assertThat(target).hasToString("https://hooks.slack.com/…");
        assertThat(target.pathAndQuery()).isEqualTo("/services/T0/B0/s3cr3t?k=v3ry");
        assertThat(NotifyTarget.ofText(target.text())).isEqualTo(target);
        assertThat(NotifyTarget.parse("notify", "https://a.example:8443", null))
                .hasToString("https://a.example:8443/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://h/s3cr3t | does not begin with https://",
                "//h/s3cr3t | does not begin with https://",
                "s3cr3t | does not begin with https://",
                "https:s3cr3t | no host",
                "https:///s3cr3t | no host",
                "https://h:0/s3cr3t | no host",
                "https://h:65536/s3cr3t | no host",
                "https://a_b/s3cr3t | no host",
                "https://s3cr3t:s3cr3t@h/ | user name or password",
                "https://s3cr3t@h/ | user name or password",
                "https://@h/s3cr3t | user name or password",
                "https://h/s3cr3t#s3cr3t | fragment",
                "https://h/s3cr3t{ | no URL",
                "https://h/s3cr3t a | no URL"
            })
    void refusesUrlsWithoutQuotingThem(String url, String reason) {
        assertThatThrownBy(() -> NotifyTarget.parse("notify", url, null))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("notify: ")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void boundsLengthAndFormats() {
        assertThatThrownBy(
                        () -> NotifyTarget.parse("notify", "https://h/" + "x".repeat(2048), null))
                .hasMessageContaining("2058 characters; at most 2048");
        assertThatThrownBy(() -> NotifyTarget.parse("notify", HOOK, "teams"))
                .hasMessage("notify-format: \"teams\" is not known; write json or slack");
    }

    @Test
    void settingsAreCheckedBeforeTheServerStarts() {
        assertThat(objection(Map.of())).isEmpty();
        assertThat(objection(Map.of("spawn.notify.url", HOOK))).isEmpty();
        assertThat(objection(Map.of("spawn.notify.url", "https://10.0.0.1/x")))
                .hasValueSatisfying(it -> assertThat(it).startsWith("spawn.notify.url: "));
        assertThat(objection(Map.of("spawn.notify.secret", "whsec_c2hvcnQ=")))
                .hasValueSatisfying(
                        it ->
                                assertThat(it)
                                        .contains("24 to 64 random bytes")
                                        .doesNotContain("c2"));
    }

    private static Optional<String> objection(Map<String, String> settings) {
        Config config =
                new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(settings, "test", 100))
                        .build();
        return NotifySettings.objection(config);
    }
}
