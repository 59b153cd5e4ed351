package io.jobarrays.localcloud.metadata;

import io.jobarrays.localcloud.keys.IdentityKey;
import io.jobarrays.localcloud.protocol.JsonWriter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The signed statement of what an instance is.
 *
 * @param signature over the text's exact bytes
 */
record IdentityDocument(String text, String signature) {

    static IdentityDocument of(InstanceIdentity self, IdentityKey key) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("accountId", self.account());
        fields.put("architecture", self.architecture());
        fields.put("availabilityZone", self.zone());
        fields.put("imageId", self.imageId());
        fields.put("instanceId", self.instanceId());
        fields.put("instanceType", self.instanceType());
        fields.put("pendingTime", self.launchedAt().truncatedTo(ChronoUnit.SECONDS).toString());
        fields.put("privateIp", self.privateIp());
        fields.put("region", self.region());
        fields.put("version", "2017-09-30");
        String text = JsonWriter.object(fields);
        return new IdentityDocument(text, key.sign(text));
    }
}
