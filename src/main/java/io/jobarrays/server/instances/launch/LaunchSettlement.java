package io.jobarrays.server.instances.launch;

import io.jobarrays.contract.Durations;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.aws.AwsFailure;
import io.jobarrays.server.failpoints.Failpoint;
import io.jobarrays.server.failpoints.Failpoints;
import io.jobarrays.server.instances.ec2.Ec2Calls;
import io.jobarrays.server.instances.ec2.InstanceReads;
import io.jobarrays.server.instances.rows.LaunchIntent;
import io.jobarrays.server.instances.rows.LaunchRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * Settlement of launch calls whose outcome is unknown: their instances are looked up by the client
 * token, and the call is repeated with it while its instances are still wanted.
 */
@ApplicationScoped
public class LaunchSettlement {
    private static final Logger LOG = Logger.getLogger(LaunchSettlement.class);

    private final Ec2Calls ec2Calls;
    private final InstanceReads reads;
    private final LaunchRequestCodec requests;
    private final LaunchRecord record;
    private final Clock clock;

    private final Duration listingDelay;
    private final LaunchLookups lookups;

    LaunchSettlement(
            Ec2Calls ec2Calls,
            InstanceReads reads,
            LaunchRequestCodec requests,
            LaunchRecord record,
            SpawnConfig config,
            Clock clock) {
        this.ec2Calls = ec2Calls;
        this.reads = reads;
        this.requests = requests;
        this.record = record;
        this.clock = clock;
        this.listingDelay = config.unknownUntilGone();
        this.lookups = new LaunchLookups(listingDelay);
    }

    /**
     * Settles the calls of the array, as far as possible now.
     *
     * @param wanted indexes that still need an instance; a call for others is not repeated
     */
    public List<SettledLaunch> settle(String arrayId, IndexSet wanted) {
        return record.open(arrayId).stream()
                .map(intent -> new SettledLaunch(indexes(intent), settle(intent, wanted)))
                .toList();
    }

    private LaunchResult settle(LaunchIntent intent, IndexSet wanted) {
        LaunchRequest request = requests.read(String.valueOf(intent.request));
        try {
            List<Instance> found = reads.launchedBy(request.token(), request.launchTag());
            if (found.size() >= request.most()) {
                return launched(intent, found);
            }
            record.some(intent, found);
            return indexes(intent).toList().stream().anyMatch(wanted::contains)
                    ? repeat(intent, request, found)
                    : waitForListing(intent, found, unwanted(listingDelay));
        } catch (AwsFailure failure) {
            return new LaunchResult.Unknown(failure.code(), String.valueOf(failure.getMessage()));
        }
    }

    /** EC2 repeats its answer to a known token, and launches the instances of an unknown one. */
    private LaunchResult repeat(LaunchIntent intent, LaunchRequest request, List<Instance> found) {
        LOG.infof("launch %s of %s: repeating the call", intent.id, intent.arrayId);
        try {
            return launched(intent, ec2Calls.launch(request));
        } catch (AwsFailure failure) {
            if (mayHaveLaunched(failure)) {
                lookups.repeated(intent.id, clock.instant());
                return new LaunchResult.Unknown(
                        failure.code(), String.valueOf(failure.getMessage()));
            }
            if (found.isEmpty() && isAnswerToFirstCall(failure)) {
                return notLaunched(intent, failure);
            }
            return waitForListing(intent, found, failure);
        }
    }

    private static boolean mayHaveLaunched(AwsFailure failure) {
        return failure.kind() == AwsFailure.Kind.AMBIGUOUS;
    }

    /** Whether EC2 would have answered otherwise if the first call had launched instances. */
    private static boolean isAnswerToFirstCall(AwsFailure failure) {
        return switch (failure.kind()) {
            case CAPACITY, QUOTA -> true;
            case CONFIG -> !failure.code().startsWith("Idempotent") && !failure.isNotSent();
            case CONSISTENCY, THROTTLED, DENIED, UNREACHABLE, AMBIGUOUS -> false;
        };
    }

    /** The call is settled with what was found when nothing else was listed for long enough. */
    private LaunchResult waitForListing(
            LaunchIntent intent, List<Instance> found, AwsFailure failure) {
        if (!lookups.areOver(intent.id, clock.instant())) {
            return new LaunchResult.Unknown(failure.code(), String.valueOf(failure.getMessage()));
        }
        return found.isEmpty() ? notLaunched(intent, failure) : launched(intent, found);
    }

    private LaunchResult launched(LaunchIntent intent, List<Instance> instances) {
        lookups.settled(intent.id);
        Failpoints.reach(Failpoint.LAUNCH_SETTLEMENT_BEFORE_RECORD);
        return new LaunchResult.Launched(record.all(intent, instances));
    }

    private LaunchResult notLaunched(LaunchIntent intent, AwsFailure failure) {
        lookups.settled(intent.id);
        record.none(intent, failure.code());
        return LaunchResult.notLaunched(failure);
    }

    private static AwsFailure unwanted(Duration listingDelay) {
        return new AwsFailure(
                AwsFailure.Kind.AMBIGUOUS,
                AwsFailure.NO_ANSWER,
                "the call is not repeated, because no member waits for it any more; its instances"
                        + " are looked up for %s and terminated"
                                .formatted(Durations.format(listingDelay)));
    }

    private static IndexSet indexes(LaunchIntent intent) {
        return IndexSet.parse(intent.indexes);
    }
}
