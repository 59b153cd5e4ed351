package io.jobarrays.server.agents;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** STUB. */
@ApplicationScoped
public class MemberFiles {
    public void set(String arrayId, @Nullable String bundle, Map<String, String> inputs) {}
}
