package io.jobarrays.server.prices;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OnDemandPricesTest {
    @Test
    void priceOfATypeIsThatOfTheTable() {
        assertThat(OnDemandPrices.of("m7i.large", 1)).contains("0.1008 USD an hour");
        assertThat(OnDemandPrices.of("m7i.large", 1000)).contains("100.8 USD an hour");
    }

    @Test
    void typeWithoutAKnownPriceHasNone() {
        assertThat(OnDemandPrices.of("mac2.metal", 1)).isEmpty();
        assertThat(OnDemandPrices.of("t9.mega", 1)).isEmpty();
    }

    @Test
    void pricesAreDated() {
        assertThat(OnDemandPrices.source()).isEqualTo("on demand, us-east-1, as of 2026-07-20");
    }
}
