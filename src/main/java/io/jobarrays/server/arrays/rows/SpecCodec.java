package io.jobarrays.server.arrays.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.files.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Specs and other maps of text as they stand in rows; specs are sealed, they may hold secrets. */
@ApplicationScoped
public class SpecCodec {
    private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};
    private static final int MAX_CACHED_SPECS = 1000;

    private final ObjectMapper json;
    private final Vault vault;
    private final Map<String, ArraySpec> readSpec = new ConcurrentHashMap<>();

    SpecCodec(ObjectMapper json, Vault vault) {
        this.json = json;
        this.vault = vault;
    }

    public ArraySpec readSpec(String flags) {
        if (readSpec.size() > MAX_CACHED_SPECS) {
            readSpec.clear();
        }
        return readSpec.computeIfAbsent(flags, f -> ArraySpec.of(readMap(vault.open(f))));
    }

    public Map<String, String> readMap(String text) {
        try {
            return json.readValue(text, TEXTS);
        } catch (JsonProcessingException e) {
            // Neither text nor cause: both would quote what a person confided to us.
            throw new IllegalStateException("a row's JSON cannot be read");
        }
    }

    String seal(Map<String, String> map) {
        return vault.seal(writeMap(map));
    }

    String writeMap(Map<String, String> map) {
        try {
            return json.writeValueAsString(new TreeMap<>(map));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of text that is no JSON", e);
        }
    }
}
