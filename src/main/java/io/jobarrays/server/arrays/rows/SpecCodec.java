package io.jobarrays.server.arrays.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.state.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;

/** JSON of specs and other maps in rows; specs are sealed, since they may hold secrets. */
@ApplicationScoped
public class SpecCodec {
    private static final TypeReference<TreeMap<String, String>> FLAT = new TypeReference<>() {};
    private static final TypeReference<TreeMap<String, Map<String, String>>> NESTED =
            new TypeReference<>() {};

    /** Some 16,000 usual specs; one with many variables has half a million characters. */
    private static final int MAX_CACHED_CHARACTERS = 16 << 20;

    private final ObjectMapper json;
    private final Vault vault;
    private final Cache<String, ArraySpec> cache =
            Caffeine.newBuilder()
                    .maximumWeight(MAX_CACHED_CHARACTERS)
                    .weigher((String text, ArraySpec spec) -> text.length())
                    .build();

    SpecCodec(ObjectMapper json, Vault vault) {
        this.json = json;
        this.vault = vault;
    }

    /**
     * The sealed spec; {@link #readSpec} of its text gives the same spec without parsing it again.
     */
    public SealedSpec seal(ArraySpec spec) {
        String text = vault.seal(writeMap(spec.flags()));
        cache.put(text, spec);
        return new SealedSpec(spec, text);
    }

    /** The spec of a row. */
    public ArraySpec readSpec(String flags) {
        return cache.get(flags, f -> ArraySpec.ofStored(readMap(vault.open(f))));
    }

    public Map<String, String> readMap(String text) {
        return parse(text, FLAT);
    }

    public Map<String, Map<String, String>> readNestedMap(String text) {
        return parse(text, NESTED);
    }

    public String writeMap(Map<String, ?> map) {
        try {
            return json.writeValueAsString(new TreeMap<>(map));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the map cannot be written as JSON", e);
        }
    }

    private <T> T parse(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            // Neither text nor cause: both would quote what may be secret.
            throw new IllegalStateException("a row's JSON cannot be read");
        }
    }
}
