package io.jobarrays.server.instances.rows;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/** Launch intents. */
@ApplicationScoped
public class LaunchIntentRows {
    private final Clock clock;

    LaunchIntentRows(Clock clock) {
        this.clock = clock;
    }

    /** Commits the intent, so that a crash during the call that follows does not lose it. */
    public void commit(LaunchIntent intent) {
        intent.createdAt = clock.instant();
        QuarkusTransaction.requiringNew().run(intent::persist);
    }

    /** The intents of the array whose outcome is unknown. */
    public List<LaunchIntent> open(String arrayId) {
        return QuarkusTransaction.requiringNew()
                .call(() -> LaunchIntent.list("arrayId = ?1 and outcome is null", arrayId));
    }

    /** All launch calls whose outcome is unknown. */
    public List<OpenLaunch> allOpen() {
        return QuarkusTransaction.requiringNew()
                .call(() -> LaunchIntent.find("outcome is null").project(OpenLaunch.class).list());
    }

    public boolean hasOpen(String arrayId) {
        return QuarkusTransaction.requiringNew()
                .call(() -> LaunchIntent.count("arrayId = ?1 and outcome is null", arrayId) > 0);
    }

    /**
     * Records the outcome and deletes the request, which has the nonce; joins the caller's
     * transaction.
     *
     * @param outcome {@code LAUNCHED_3_OF_8} or AWS's code
     */
    public void close(LaunchIntent intent, String outcome) {
        QuarkusTransaction.joiningExisting()
                .run(
                        () ->
                                LaunchIntent.update(
                                        "outcome = ?1, endedAt = ?2, request = null where id = ?3",
                                        outcome,
                                        clock.instant(),
                                        intent.id));
    }
}
