package io.jobarrays.benchmarks.subject;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** DNS names of a run's instances, changed in as few calls as Route 53 permits. */
final class InstanceNames {
    private static final String ZONE = "spore.host";
    private static final long TTL_SECONDS = 60;

    /**
     * Route 53 Developer Guide, "Quotas", 2025: 1000 records in a call; only an UPSERT counts
     * twice.
     */
    private static final int RECORDS_PER_CALL = 1000;

    private final Route53Client route53;
    private final String run;
    private final String zoneId;

    InstanceNames(Route53Client route53, String run) {
        this.route53 = route53;
        this.run = run;
        this.zoneId =
                route53.listHostedZonesByName(request -> request.dnsName(ZONE))
                        .hostedZones()
                        .getFirst()
                        .id();
    }

    void change(ChangeAction action, List<Instance> instances) {
        for (int from = 0; from < instances.size(); from += RECORDS_PER_CALL) {
            List<Change> changes = new ArrayList<>();
            for (Instance instance :
                    instances.subList(from, Math.min(instances.size(), from + RECORDS_PER_CALL))) {
                changes.add(change(action, instance));
            }
            route53.changeResourceRecordSets(
                    request ->
                            request.hostedZoneId(zoneId)
                                    .changeBatch(batch -> batch.changes(changes)));
        }
    }

    private Change change(ChangeAction action, Instance instance) {
        ResourceRecord address =
                ResourceRecord.builder().value(instance.privateIpAddress()).build();
        return Change.builder()
                .action(action)
                .resourceRecordSet(
                        ResourceRecordSet.builder()
                                .name("%s.%s.%s".formatted(instance.instanceId(), run, ZONE))
                                .type(RRType.A)
                                .ttl(TTL_SECONDS)
                                .resourceRecords(address)
                                .build())
                .build();
    }
}
