package io.jobarrays.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.SpawnConfig.Cloud;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://control.example.com",
                "HTTP://control.example.com",
                "control.example.com:443",
                "https:///agents",
                "https://a b",
                "",
            })
    void refusesAnAddressWithoutTlsOnAws(String url) {
        assertThat(PublicUrl.objection(Cloud.AWS, Optional.of(url)))
                .contains(
                        "spawn.public-url="
                                + url
                                + " is no https URL; agents would send their tokens,"
                                + " and get commands and secrets, unencrypted");
        assertThat(PublicUrl.objection(Cloud.LOCAL, Optional.of(url))).isEmpty();
    }

    @Test
    void refusesNoAddressOnAws() {
        assertThat(PublicUrl.objection(Cloud.AWS, Optional.empty()))
                .hasValueSatisfying(s -> assertThat(s).startsWith("spawn.public-url is not set"));
    }

    @Test
    void acceptsHttps() {
        assertThat(PublicUrl.objection(Cloud.AWS, Optional.of("https://10.0.0.1:7443"))).isEmpty();
    }
}
