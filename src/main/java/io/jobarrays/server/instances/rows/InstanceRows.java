package io.jobarrays.server.instances.rows;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which instance holds which place, and who may enrol for it. */
@ApplicationScoped
public class InstanceRows {
    private final Clock clock;

    InstanceRows(Clock clock) {
        this.clock = clock;
    }

    /** The place the instance was launched for; empty while the launch is not recorded yet. */
    @Transactional
    public Optional<Assignment> place(String instanceId) {
        return Instance.<Instance>findByIdOptional(instanceId).map(Instance::place);
    }

    /** Still the newest generation of its place, and not ended. */
    @Transactional
    public boolean holds(Assignment place) {
        return Instance.count(
                                "instanceId = ?1 and state not in (?2, ?3)",
                                place.instanceId(),
                                InstanceState.SHUTTING_DOWN,
                                InstanceState.TERMINATED)
                        == 1
                && Instance.count(
                                "arrayId = ?1 and index = ?2 and generation > ?3",
                                place.arrayId(),
                                place.index(),
                                place.generation())
                        == 0;
    }

    /** Who has the place now, where that is another. */
    @Transactional
    public Optional<String> successor(Assignment place) {
        return Instance.<Instance>find(
                        "arrayId = ?1 and index = ?2 and generation > ?3 order by generation desc",
                        place.arrayId(),
                        place.index(),
                        place.generation())
                .firstResultOptional()
                .map(row -> row.instanceId);
    }

    /** The instances of an array that {@link #holds hold} their places. */
    @Transactional
    public Set<String> holders(String arrayId) {
        return Instance.<Instance>list(
                        "from Instance i where arrayId = ?1 and state not in (?2, ?3) and generation"
                                + " = (select max(n.generation) from Instance n where n.arrayId ="
                                + " ?1 and n.index = i.index)",
                        arrayId,
                        InstanceState.SHUTTING_DOWN,
                        InstanceState.TERMINATED)
                .stream()
                .map(row -> row.instanceId)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Its loss from now on is the loss of this attempt. */
    @Transactional
    public void given(Assignment place, int attempt) {
        Instance.update(
                "workAttempt = ?1 where instanceId = ?2 and workAttempt < ?1",
                attempt,
                place.instanceId());
    }

    /** Whether this was the nonce of the instance's launch. */
    @Transactional
    public boolean launchedWith(Assignment place, String nonce) {
        return Instance.count("instanceId = ?1 and nonceHash = ?2", place.instanceId(), hash(nonce))
                == 1;
    }

    /** Once per instance and with its launch's nonce; false for anything else. */
    @Transactional
    public boolean enrol(Assignment place, String nonce) {
        return Instance.update(
                        "enrolledAt = ?1 where instanceId = ?2 and nonceHash = ?3 and enrolledAt is"
                                + " null",
                        clock.instant(),
                        place.instanceId(),
                        hash(nonce))
                == 1;
    }

    /** A nonce of an instance that has not ended, or of a launch whose answer is not here yet. */
    @Transactional
    public boolean liveNonce(String nonce) {
        String hash = hash(nonce);
        return Instance.count("nonceHash = ?1 and state <> ?2", hash, InstanceState.TERMINATED) > 0
                || LaunchIntent.count("nonceHash = ?1 and outcome is null", hash) > 0;
    }

    public static String hash(String nonce) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(nonce.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
