package io.jobarrays.server.instances.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Sha256;
import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.aws.AwsFailure;
import io.jobarrays.server.instances.ec2.Ec2Calls;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.instances.rows.InstanceUpdate;
import io.jobarrays.server.instances.rows.LaunchIntent;
import io.jobarrays.server.instances.rows.LaunchRequest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Launches machines without ever doing it twice: the request and its token are committed, then the
 * call is made, then what came is committed.
 */
@ApplicationScoped
public class InstanceLauncher {
    /** AWS's own advice for one RunInstances call. */
    public static final int MAX_INSTANCES_PER_CALL = 100;

    private static final Logger LOG = Logger.getLogger(InstanceLauncher.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Ec2Calls ec2Calls;
    private final SpawnConfig config;
    private final AgentArchive archive;
    private final ObjectMapper json;
    private final Clock clock;

    InstanceLauncher(
            Ec2Calls ec2Calls,
            SpawnConfig config,
            AgentArchive archive,
            ObjectMapper json,
            Clock clock) {
        this.ec2Calls = ec2Calls;
        this.config = config;
        this.archive = archive;
        this.json = json;
        this.clock = clock;
    }

    /** One call for at most {@link #MOST_A_CALL} indexes. */
    public LaunchResult launch(LaunchOrder order) {
        return call(commit(order));
    }

    /** Repeats the calls whose outcome a crash swallowed; EC2 answers a known token as before. */
    public void replayOpenIntents(String arrayId) {
        QuarkusTransaction.requiringNew()
                .call(() -> LaunchIntent.open(arrayId))
                .forEach(
                        intent -> {
                            LOG.infof("launch %s of %s: asking again", intent.id, arrayId);
                            call(intent);
                        });
    }

    /** Whether a call of the array's may still bring machines. */
    public boolean hasOpenIntents(String arrayId) {
        return QuarkusTransaction.requiringNew()
                .call(() -> LaunchIntent.count("arrayId = ?1 and outcome is null", arrayId) > 0);
    }

    private LaunchIntent commit(LaunchOrder order) {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        String nonce = HexFormat.of().formatHex(random);
        LaunchIntent intent = new LaunchIntent();
        intent.id = UUID.randomUUID().toString();
        intent.arrayId = order.arrayId();
        intent.indexes = order.indexes().ranges();
        intent.attempt = order.attempt();
        intent.request = write(request(order, intent.id, nonce));
        intent.nonceHash = Sha256.of(nonce);
        intent.createdAt = clock.instant();
        QuarkusTransaction.requiringNew().run(intent::persist);
        return intent;
    }

    private LaunchRequest request(LaunchOrder order, String token, String nonce) {
        String type = order.machine().instanceType();
        String ami = order.machine().ami();
        int most = order.indexes().size();
        return new LaunchRequest(
                token,
                order.together() ? most : 1,
                most,
                order.machine(),
                type == null ? config.defaultInstanceType() : type,
                ami == null ? config.defaultAmi() : ami,
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
                order.tags());
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

    /** Every id EC2 returned is on record before anything else happens to it. */
    private List<Integer> record(LaunchIntent intent, IndexSet indexes, LaunchRequest request) {
        var came = ec2Calls.launch(request);
        return QuarkusTransaction.requiringNew()
                .call(
                        () -> {
                            List<Integer> places = indexes.toList();
                            for (var instance : came) {
                                persist(intent, places.get(instance.amiLaunchIndex()), instance);
                            }
                            end(intent, "LAUNCHED_%d_OF_%d".formatted(came.size(), places.size()));
                            return came.stream().map(i -> places.get(i.amiLaunchIndex())).toList();
                        });
    }

    private void persist(
            LaunchIntent intent,
            int index,
            software.amazon.awssdk.services.ec2.model.Instance launched) {
        if (Instance.findById(launched.instanceId()) != null) {
            return;
        }
        Instance row = new Instance();
        row.instanceId = launched.instanceId();
        row.arrayId = intent.arrayId;
        row.index = index;
        row.generation =
                (int) Instance.count("arrayId = ?1 and index = ?2", intent.arrayId, index) + 1;
        row.attempt = intent.attempt;
        row.nonceHash = intent.nonceHash;
        row.launchedAt = clock.instant();
        InstanceUpdate.apply(row, launched, clock.instant());
        row.persist();
    }

    private LaunchResult failed(LaunchIntent intent, AwsFailure failure) {
        LOG.infof("launch %s of %s: %s", intent.id, intent.arrayId, failure.getMessage());
        if (failure.kind() == AwsFailure.Kind.AMBIGUOUS) {
            // It may have happened: the intent stays open and the same token is asked again.
            return new LaunchResult.NotNow(failure.code(), String.valueOf(failure.getMessage()));
        }
        QuarkusTransaction.requiringNew().run(() -> end(intent, failure.code()));
        return switch (failure.kind()) {
            case CAPACITY, THROTTLED, CONSISTENCY, AMBIGUOUS ->
                    new LaunchResult.NotNow(failure.code(), String.valueOf(failure.getMessage()));
            case QUOTA, DENIED, CONFIG ->
                    new LaunchResult.Never(failure.code(), String.valueOf(failure.getMessage()));
        };
    }

    private void end(LaunchIntent intent, String outcome) {
        LaunchIntent.update(
                "outcome = ?1, endedAt = ?2, request = null where id = ?3",
                outcome,
                clock.instant(),
                intent.id);
    }

    private String write(LaunchRequest request) {
        try {
            return json.writeValueAsString(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a launch request that is no JSON", e);
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
