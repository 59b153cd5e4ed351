package io.jobarrays.localcloud.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.localcloud.CloudFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Calls that a fault selects by tag and by zone. */
class FaultSelectionTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(60);
    private static final FaultedLaunches FAULTS = new FaultedLaunches(CLOUD);

    @AfterEach
    void clear() throws Exception {
        FAULTS.clear();
    }

    @Test
    void tagWriteFailsForInstancesWithATag() throws Exception {
        String id = FAULTS.launch(it -> {});
        CLOUD.ec2().createTags(it -> it.resources(id).tags(tag("team", "a")));
        FAULTS.set(
                "{\"kind\":\"server-error\",\"operation\":\"CreateTags\",\"tag\":\"team=a\","
                        + "\"zone\":\"us-east-1a\"}");

        assertThatThrownBy(() -> CLOUD.ec2().createTags(it -> it.resources(id).tags(tag("x", ""))))
                .isInstanceOf(Ec2Exception.class)
                .hasMessageContaining("server-error");
        assertThat(CLOUD.ec2().describeRegions(it -> {}).regions()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "InstanceType=m5.large, 412, 503",
        "SubnetId=subnet-0abcdef123456789a, 412, 503",
        "NetworkInterface.1.DeviceIndex=0&NetworkInterface.1.SubnetId=subnet-0abcdef123456789b, 503, 412",
        "Placement.AvailabilityZone=us-east-1a, 412, 503",
    })
    void faultOfAZoneStrikesTheLaunchesInIt(String where, int withFaultOfB, int withFaultOfA)
            throws Exception {
        String launch =
                "Version=2016-11-15&Action=RunInstances&ImageId=ami-0abcdef1234567890"
                        + "&MinCount=1&MaxCount=1&DryRun=true&"
                        + where;
        FAULTS.set(
                "{\"kind\":\"unavailable\",\"operation\":\"RunInstances\",\"zone\":\"us-east-1b\"}");
        assertThat(status(launch)).isEqualTo(withFaultOfB);
        clear();

        FAULTS.set(
                "{\"kind\":\"unavailable\",\"operation\":\"RunInstances\",\"zone\":\"us-east-1a\"}");
        assertThat(status(launch)).isEqualTo(withFaultOfA);
    }

    @Test
    void faultOfATagStrikesCallsAboutOneInstance() throws Exception {
        String id = FAULTS.launch(it -> {});
        CLOUD.ec2().createTags(it -> it.resources(id).tags(tag("team", "b")));
        FAULTS.set("{\"kind\":\"unavailable\",\"operation\":\"*\",\"tag\":\"team=b\"}");

        assertThatThrownBy(() -> CLOUD.ec2().getConsoleOutput(it -> it.instanceId(id)))
                .hasMessageContaining("unavailable");
    }

    @Test
    void tagsOfTheVolumeAreNotThoseOfTheInstance() throws Exception {
        FAULTS.set("{\"kind\":\"no-capacity\",\"tag\":\"team=\"}");
        FAULTS.set("{\"kind\":\"unavailable\",\"operation\":\"RunInstances\",\"tag\":\"team=\"}");
        String launch =
                "Version=2016-11-15&Action=RunInstances&ImageId=ami-0abcdef1234567890"
                        + "&MinCount=1&MaxCount=1&TagSpecification.1.Tag.1.Key=team";

        assertThat(status(launch + "&TagSpecification.1.ResourceType=volume")).isEqualTo(200);
        assertThat(status(launch + "&TagSpecification.1.ResourceType=instance")).isEqualTo(503);
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static int status(String query) throws Exception {
        return CLOUD.signed().query("ec2", query).statusCode();
    }
}
