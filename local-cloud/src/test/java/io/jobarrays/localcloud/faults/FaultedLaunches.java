package io.jobarrays.localcloud.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.SignedRequests;
import io.jobarrays.localcloud.base.MachineSpec;
import java.net.http.HttpResponse;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** Sets faults in a cloud, launches instances under them and reads what became of them. */
record FaultedLaunches(CloudFixture cloud) {
    /** Sets a fault; returns its id. */
    String set(String body) throws Exception {
        HttpResponse<String> answer = cloud.signed().control("faults", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return SignedRequests.field(answer, "id");
    }

    /** Removes all faults and delays. */
    void clear() throws Exception {
        cloud.signed().delete("faults");
        cloud.signed().control("delays", "{\"profile\":\"fast\"}");
    }

    String events(String id) throws Exception {
        return cloud.signed().control("events?instance=" + id).body();
    }

    String launch(Consumer<RunInstancesRequest.Builder> more) {
        RunInstancesRequest.Builder request =
                RunInstancesRequest.builder()
                        .imageId("ami-0abcdef1234567890")
                        .minCount(1)
                        .maxCount(1);
        more.accept(request);
        return cloud.ec2().runInstances(request.build()).instances().getFirst().instanceId();
    }

    /** Number of instances that launches with this client token have made. */
    long launchedWith(String token) {
        Filter filter = Filter.builder().name("client-token").values(token).build();
        return cloud.ec2().describeInstances(it -> it.filters(filter)).reservations().stream()
                .mapToLong(reservation -> reservation.instances().size())
                .sum();
    }

    Instance instance(String id) {
        return cloud.ec2()
                .describeInstances(it -> it.instanceIds(id))
                .reservations()
                .getFirst()
                .instances()
                .getFirst();
    }

    String state(String id) {
        return instance(id).state().nameAsString();
    }

    /** With what its machine was started first. */
    MachineSpec spec(String id) {
        return cloud.machines().started().stream()
                .filter(it -> it.instanceId().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
