package io.jobarrays.localcloud;

import io.jobarrays.localcloud.base.CloudStateDirectory;
import io.jobarrays.localcloud.keys.IdentityKey;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** One identity key for all tests of a run: creating one takes longer than most tests. */
final class SharedIdentityKey {
    private static final String[] FILES = {"identity.key", "identity.pem"};
    private static final Map<String, String> CONTENTS = new TreeMap<>();

    private SharedIdentityKey() {}

    static synchronized void put(CloudStateDirectory state) throws IOException {
        if (CONTENTS.isEmpty()) {
            IdentityKey.of(state, Instant.now());
            for (String file : FILES) {
                CONTENTS.put(file, state.read(file));
            }
        }
        for (Map.Entry<String, String> file : CONTENTS.entrySet()) {
            state.write(file.getKey(), file.getValue());
        }
    }
}
