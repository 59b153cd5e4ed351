package io.jobarrays.server.arrays.spec.userdata;

import io.jobarrays.contract.Refusal;
import java.util.List;
import java.util.regex.Pattern;

/** Refusal of a cloud-config, which names its keys; Terraform writes them as JSON. */
final class CloudConfig {
    private static final Pattern BLOCK_KEY =
            Pattern.compile("(?m)^[\"']?([A-Za-z_][\\w-]*)[\"']?\\s*:");

    private static final Pattern FLOW_KEY =
            Pattern.compile("[{,]\\s*[\"']?([A-Za-z_][\\w-]*)[\"']?\\s*:");

    /** A list or map without others in it, as a value. */
    private static final Pattern INNERMOST =
            Pattern.compile("(?<=[:,\\[]\\s{0,9})[\\[{][^\\[\\]{}]*[\\]}]");

    private static final int MAX_LEVELS = 20;

    private CloudConfig() {}

    static Refusal refusal(String name, String config) {
        List<String> keys = keys(config);
        return new Refusal(
                "%s: cloud-config is not run here (%s); write a script that does the same and begins with #!/bin/sh"
                        .formatted(name, keys.isEmpty() ? "no keys" : String.join(", ", keys)));
    }

    private static List<String> keys(String config) {
        String body = config.replaceAll("(?m)^\\s*#.*$", "").strip();
        Pattern key = body.startsWith("{") ? FLOW_KEY : BLOCK_KEY;
        String top = body.startsWith("{") ? withoutInner(body) : body;
        return key.matcher(top).results().map(found -> found.group(1)).distinct().toList();
    }

    private static String withoutInner(String flow) {
        String outer = flow;
        for (int level = 0; level < MAX_LEVELS; level++) {
            outer = INNERMOST.matcher(outer).replaceAll("");
        }
        return outer;
    }
}
