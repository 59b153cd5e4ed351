package io.jobarrays.server.lease;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/**
 * Identity of this server; new at every start, so that nothing of an earlier one is taken for its
 * own.
 */
@ApplicationScoped
public class ServerId {
    private final String value = UUID.randomUUID().toString();

    public String value() {
        return value;
    }
}
