package io.jobarrays.server.instances.launch;

import io.jobarrays.contract.Sha256;
import io.jobarrays.contract.Tags;
import io.jobarrays.server.AgentAuthorities;
import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.aws.AwsFailure;
import io.jobarrays.server.failpoints.Failpoint;
import io.jobarrays.server.failpoints.Failpoints;
import io.jobarrays.server.instances.ec2.Ec2Calls;
import io.jobarrays.server.instances.rows.LaunchIntent;
import io.jobarrays.server.instances.rows.LaunchRequest;
import io.jobarrays.server.instances.rows.RootDevice;
import io.jobarrays.server.publicurl.PublicUrlCheck;
import io.jobarrays.server.state.StampedSecrets;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * Launches instances exactly once: commits the request with its client token, makes the call, then
 * commits the launched instances.
 */
@ApplicationScoped
public class InstanceLauncher {
    private static final Logger LOG = Logger.getLogger(InstanceLauncher.class);

    private final Ec2Calls ec2Calls;
    private final SpawnConfig config;
    private final AgentArchive archive;
    private final AgentAuthorities authorities;
    private final PublicUrlCheck publicUrl;
    private final HibernationVolumes hibernationVolumes;
    private final LaunchRequestCodec requests;
    private final LaunchRecord record;
    private final StampedSecrets secrets;

    InstanceLauncher(
            Ec2Calls ec2Calls,
            SpawnConfig config,
            AgentArchive archive,
            AgentAuthorities authorities,
            PublicUrlCheck publicUrl,
            HibernationVolumes hibernationVolumes,
            LaunchRequestCodec requests,
            LaunchRecord record,
            StampedSecrets secrets) {
        this.ec2Calls = ec2Calls;
        this.config = config;
        this.archive = archive;
        this.authorities = authorities;
        this.publicUrl = publicUrl;
        this.hibernationVolumes = hibernationVolumes;
        this.requests = requests;
        this.record = record;
        this.secrets = secrets;
    }

    /** Makes one call for at most {@link LaunchOrder#MAX_INSTANCES} indexes. */
    public LaunchResult launch(LaunchOrder order) {
        publicUrl.launched();
        String type =
                Objects.requireNonNullElse(
                        order.machine().instanceType(), config.defaultInstanceType());
        String ami = Objects.requireNonNullElse(order.machine().ami(), config.defaultAmi());
        RootDevice root;
        try {
            root = order.machine().hibernation() ? hibernationVolumes.of(type, ami) : null;
        } catch (AwsFailure failure) {
            return LaunchResult.notLaunched(failure);
        }
        String nonce = secrets.create(StampedSecrets.Kind.NONCE, order.arrayId());
        LaunchIntent intent = intent(order, nonce);
        LaunchRequest request = request(order, type, ami, root, intent.id, nonce);
        intent.request = requests.write(request);
        Failpoints.reach(Failpoint.LAUNCH_BEFORE_INTENT);
        record.request(intent);
        Failpoints.reach(Failpoint.LAUNCH_AFTER_INTENT);
        return call(intent, request);
    }

    private static Map<String, String> tags(LaunchOrder order, String token) {
        Map<String, String> tags = new LinkedHashMap<>(order.tags());
        tags.put(Tags.LAUNCH, token + "," + order.indexes().toList().getFirst());
        return tags;
    }

    private static LaunchIntent intent(LaunchOrder order, String nonce) {
        LaunchIntent intent = new LaunchIntent();
        intent.id = UUID.randomUUID().toString();
        intent.arrayId = order.arrayId();
        intent.indexes = order.indexes().ranges();
        intent.attempt = order.attempt();
        intent.nonceHash = Sha256.of(nonce);
        return intent;
    }

    private LaunchRequest request(
            LaunchOrder order,
            String type,
            String ami,
            @Nullable RootDevice root,
            String token,
            String nonce) {
        int most = order.indexes().size();
        return new LaunchRequest(
                token,
                order.together() ? most : 1,
                most,
                order.machine(),
                type,
                ami,
                new UserData(
                                config.publicUrl(),
                                authorities.pem(),
                                nonce,
                                archive.sha256(),
                                order.deadline(),
                                order.arrayId(),
                                order.arrayName(),
                                order.size(),
                                order.attempt(),
                                order.indexes())
                        .script(),
                tags(order, token),
                root);
    }

    private LaunchResult call(LaunchIntent intent, LaunchRequest request) {
        try {
            List<Instance> launched = ec2Calls.launch(request);
            Failpoints.reach(Failpoint.LAUNCH_AFTER_CALL);
            List<Integer> indexes = record.all(intent, launched);
            Failpoints.reach(Failpoint.LAUNCH_AFTER_RECORD);
            return new LaunchResult.Launched(indexes);
        } catch (AwsFailure failure) {
            LOG.infof("launch %s of %s: %s", intent.id, intent.arrayId, failure.getMessage());
            if (failure.kind() == AwsFailure.Kind.AMBIGUOUS) {
                // The intent stays open until the call is settled.
                return new LaunchResult.Unknown(
                        failure.code(), String.valueOf(failure.getMessage()));
            }
            record.none(intent, failure.code());
            return LaunchResult.notLaunched(failure);
        }
    }
}
