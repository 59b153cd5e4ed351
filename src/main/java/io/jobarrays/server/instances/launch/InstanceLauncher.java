package io.jobarrays.server.instances.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Sha256;
import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.aws.AwsFailure;
import io.jobarrays.server.instances.ec2.Ec2Calls;
import io.jobarrays.server.instances.rows.InstanceRows;
import io.jobarrays.server.instances.rows.LaunchIntent;
import io.jobarrays.server.instances.rows.LaunchIntentRows;
import io.jobarrays.server.instances.rows.LaunchRequest;
import io.jobarrays.server.instances.rows.RootDevice;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Launches instances exactly once: commits the request with its client token, makes the call, then
 * commits the launched instances.
 */
@ApplicationScoped
public class InstanceLauncher {
    private static final Logger LOG = Logger.getLogger(InstanceLauncher.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Ec2Calls ec2Calls;
    private final SpawnConfig config;
    private final AgentArchive archive;
    private final HibernationVolumes hibernationVolumes;
    private final ObjectMapper json;
    private final InstanceRows instances;
    private final LaunchIntentRows intents;

    InstanceLauncher(
            Ec2Calls ec2Calls,
            SpawnConfig config,
            AgentArchive archive,
            HibernationVolumes hibernationVolumes,
            ObjectMapper json,
            InstanceRows instances,
            LaunchIntentRows intents) {
        this.ec2Calls = ec2Calls;
        this.config = config;
        this.archive = archive;
        this.hibernationVolumes = hibernationVolumes;
        this.json = json;
        this.instances = instances;
        this.intents = intents;
    }

    /** Makes one call for at most {@link LaunchOrder#MAX_INSTANCES} indexes. */
    public LaunchResult launch(LaunchOrder order) {
        String type =
                Objects.requireNonNullElse(
                        order.machine().instanceType(), config.defaultInstanceType());
        String ami = Objects.requireNonNullElse(order.machine().ami(), config.defaultAmi());
        RootDevice root;
        try {
            root = order.machine().hibernation() ? hibernationVolumes.of(type, ami) : null;
        } catch (AwsFailure failure) {
            return notLaunched(failure);
        }
        return call(commit(order, type, ami, root));
    }

    /** Repeats the calls without a recorded outcome; EC2 repeats its answer to a known token. */
    public void replayOpenIntents(String arrayId) {
        for (LaunchIntent intent : intents.open(arrayId)) {
            LOG.infof("launch %s of %s: repeating the call", intent.id, arrayId);
            call(intent);
        }
    }

    /** Whether a call without a recorded outcome may have launched instances. */
    public boolean hasOpenIntents(String arrayId) {
        return intents.hasOpen(arrayId);
    }

    private LaunchIntent commit(
            LaunchOrder order, String type, String ami, @Nullable RootDevice root) {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        String nonce = HexFormat.of().formatHex(random);
        LaunchIntent intent = new LaunchIntent();
        intent.id = UUID.randomUUID().toString();
        intent.arrayId = order.arrayId();
        intent.indexes = order.indexes().ranges();
        intent.attempt = order.attempt();
        intent.request = write(request(order, type, ami, root, intent.id, nonce));
        intent.nonceHash = Sha256.of(nonce);
        intents.commit(intent);
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
                                nonce,
                                archive.sha256(),
                                order.deadline(),
                                order.arrayId(),
                                order.arrayName(),
                                order.size(),
                                order.attempt(),
                                order.indexes())
                        .script(),
                order.tags(),
                root);
    }

    private LaunchResult call(LaunchIntent intent) {
        IndexSet indexes = IndexSet.parse(intent.indexes);
        LaunchRequest request = read(String.valueOf(intent.request));
        try {
            List<Integer> launched = record(intent, indexes, request);
            LOG.infof(
                    "launched %d of %d for %s: %s",
                    launched.size(), indexes.size(), intent.arrayId, IndexSet.of(launched));
            return new LaunchResult.Launched(launched);
        } catch (AwsFailure failure) {
            return failed(intent, failure);
        }
    }

    /** Records every instance id of EC2's answer before anything else happens to it. */
    private List<Integer> record(LaunchIntent intent, IndexSet indexes, LaunchRequest request) {
        var launched = ec2Calls.launch(request);
        List<Integer> all = indexes.toList();
        return QuarkusTransaction.requiringNew()
                .call(
                        () -> {
                            for (var instance : launched) {
                                int index = all.get(instance.amiLaunchIndex());
                                instances.insertLaunched(intent, index, instance);
                            }
                            intents.close(
                                    intent,
                                    "LAUNCHED_%d_OF_%d".formatted(launched.size(), all.size()));
                            return launched.stream()
                                    .map(instance -> all.get(instance.amiLaunchIndex()))
                                    .toList();
                        });
    }

    private LaunchResult failed(LaunchIntent intent, AwsFailure failure) {
        LOG.infof("launch %s of %s: %s", intent.id, intent.arrayId, failure.getMessage());
        if (failure.kind() == AwsFailure.Kind.AMBIGUOUS) {
            // The call may have taken effect: the intent stays open and the call is repeated.
            return new LaunchResult.NotNow(failure.code(), String.valueOf(failure.getMessage()));
        }
        QuarkusTransaction.requiringNew().run(() -> intents.close(intent, failure.code()));
        return notLaunched(failure);
    }

    private static LaunchResult notLaunched(AwsFailure failure) {
        return switch (failure.kind()) {
            case CAPACITY, THROTTLED, CONSISTENCY, AMBIGUOUS ->
                    new LaunchResult.NotNow(failure.code(), String.valueOf(failure.getMessage()));
            case QUOTA, DENIED, CONFIG ->
                    new LaunchResult.Never(failure.code(), String.valueOf(failure.getMessage()));
        };
    }

    private String write(LaunchRequest request) {
        try {
            return json.writeValueAsString(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a launch request cannot be written as JSON", e);
        }
    }

    private LaunchRequest read(String text) {
        try {
            return json.readValue(text, LaunchRequest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored launch request that cannot be read", e);
        }
    }
}
