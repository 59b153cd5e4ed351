package io.jobarrays.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.base.CloudStateDirectory;
import io.jobarrays.localcloud.ec2.instance.capacity.Capacity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** End of a cloud while it answers calls. */
class CloudEndTest {
    @TempDir Path directory = Path.of("");

    @Test
    void doesNotWaitForSlowAnswers() throws Exception {
        try (CloudStateDirectory state = CloudStateDirectory.open(directory)) {
            SharedIdentityKey.put(state);
            Cloud cloud =
                    Cloud.start(
                            state,
                            0,
                            0,
                            new Capacity(1),
                            guest -> new FakeMachines(),
                            CloudFixture.S3_BYTES,
                            Clock.systemUTC());
            SignedRequests signed = signed(cloud);
            signed.control("faults", "{\"kind\":\"slow\",\"delay\":\"1h\"}");
            Thread.ofVirtual().start(() -> describeRegions(signed));
            await().until(() -> signed.control("faults").body().contains("\"strikes\" : 1"));

            Thread end = Thread.ofVirtual().start(() -> close(cloud));

            assertThat(end.join(Duration.ofSeconds(5))).isTrue();
        }
    }

    private static SignedRequests signed(Cloud cloud) {
        return new SignedRequests(
                cloud.endpoint(),
                AwsBasicCredentials.create(cloud.accessKey().id(), cloud.accessKey().secret()));
    }

    private static void describeRegions(SignedRequests signed) {
        try {
            signed.query("ec2", "Action=DescribeRegions&Version=2016-11-15");
        } catch (IOException | InterruptedException ended) {
            // The cloud ends during the call.
        }
    }

    private static void close(Cloud cloud) {
        try {
            cloud.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
