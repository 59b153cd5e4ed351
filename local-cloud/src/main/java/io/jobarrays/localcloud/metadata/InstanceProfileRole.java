package io.jobarrays.localcloud.metadata;

import io.jobarrays.localcloud.keys.RoleKey;
import io.jobarrays.localcloud.protocol.JsonWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Role of an instance profile; role and profile have the same name.
 *
 * @param profileArn {@code arn:aws:iam::ACCOUNT:instance-profile/NAME}
 */
record InstanceProfileRole(String profileArn, RoleKey key) {

    static String name(String profileArn) {
        return profileArn.substring(profileArn.lastIndexOf('/') + 1);
    }

    String name() {
        return name(profileArn);
    }

    String info() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Code", "Success");
        fields.put("LastUpdated", seconds(key.issuedAt()));
        fields.put("InstanceProfileArn", profileArn);
        fields.put("InstanceProfileId", "AIPALOCALLOCALLOCALLO");
        return JsonWriter.object(fields);
    }

    String credentials() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Code", "Success");
        fields.put("LastUpdated", seconds(key.issuedAt()));
        fields.put("Type", "AWS-HMAC");
        fields.put("AccessKeyId", key.key().id());
        fields.put("SecretAccessKey", key.key().secret());
        fields.put("Token", key.token());
        fields.put("Expiration", seconds(key.expiresAt()));
        return JsonWriter.object(fields);
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
