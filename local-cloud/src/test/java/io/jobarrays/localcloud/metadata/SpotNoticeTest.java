package io.jobarrays.localcloud.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.localcloud.CloudFixture;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Spot interruption notices in metadata, and metadata faults. */
@SuppressWarnings("NullAway.Init") // set before each test
class SpotNoticeTest {
    private static final String ACTION = "meta-data/spot/instance-action";
    private static final String TERMINATION = "meta-data/spot/termination-time";
    private static final String REBALANCE = "meta-data/events/recommendations/rebalance";

    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(4);
    private String id;
    private MetadataReader inside;

    @BeforeEach
    void launch() throws IOException {
        id =
                CLOUD.ec2()
                        .runInstances(
                                it ->
                                        it.imageId("ami-0abcdef1234567890")
                                                .minCount(1)
                                                .maxCount(1)
                                                .instanceMarketOptions(m -> m.marketType("spot")))
                        .instances()
                        .getFirst()
                        .instanceId();
        inside = new MetadataReader(CLOUD.guest(), id);
    }

    @AfterEach
    void close() {
        inside.close();
    }

    @Test
    void noticeIsInMetadataImmediatelyAndInRealTime() throws Exception {
        assertThat(status(ACTION)).isEqualTo(404);
        assertThat(status(TERMINATION)).isEqualTo(404);
        assertThat(status(REBALANCE)).isEqualTo(404);
        CLOUD.signed().control("clock", "{\"advance\":\"24h\"}");

        CLOUD.signed().control("instances/" + id + "/interrupt", "{}");

        String time = inside.value(TERMINATION);
        assertThat(inside.value(ACTION))
                .isEqualTo("{\"action\": \"terminate\", \"time\": \"" + time + "\"}");
        assertThat(time).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(Duration.between(Instant.now(), Instant.parse(time)))
                .isBetween(Duration.ofSeconds(100), Duration.ofSeconds(120));
        assertThat(inside.value(REBALANCE)).matches("\\{\"noticeTime\": \"[-0-9T:]+Z\"}");
    }

    @Test
    void noticeToStopHasNoTerminationTime() throws Exception {
        CLOUD.signed().control("instances/" + id + "/interrupt", "{\"action\":\"stop\"}");

        assertThat(inside.value(ACTION)).startsWith("{\"action\": \"stop\", ");
        assertThat(status(TERMINATION)).isEqualTo(404);
    }

    @Test
    void metadataOfAnInstanceCanBeTurnedOffAndOn() throws Exception {
        CLOUD.signed().control("instances/" + id + "/metadata", "{\"up\":false}");
        assertThat(inside.put("/latest/api/token", "60").statusCode()).isEqualTo(503);
        assertThat(status(ACTION)).isEqualTo(503);

        CLOUD.signed().control("instances/" + id + "/metadata", "{\"up\":true}");

        assertThat(inside.value("meta-data/instance-id")).isEqualTo(id);
    }

    private int status(String path) throws Exception {
        String token = inside.put("/latest/api/token", "60").body();
        return inside.get("/latest/" + path, token).statusCode();
    }
}
