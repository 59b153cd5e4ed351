package io.jobarrays.server.instances.rows;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Launch intents of all arrays. */
@ApplicationScoped
public class LaunchIntentRows {
    /** All launch calls whose outcome is unknown. */
    public List<OpenLaunch> allOpen() {
        return QuarkusTransaction.requiringNew()
                .call(() -> LaunchIntent.find("outcome is null").project(OpenLaunch.class).list());
    }
}
