package io.jobarrays.localcloud.metadata;

import io.jobarrays.localcloud.keys.IdentityKey;
import io.jobarrays.localcloud.protocol.JsonWriter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Instance identity document.
 *
 * @param signed what its signature is over: the text, unless the signature is to be invalid
 */
record IdentityDocument(String text, String signed, IdentityKey key) {

    static IdentityDocument of(InstanceIdentity instance, IdentityKey key) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("accountId", instance.account());
        fields.put("architecture", instance.architecture());
        fields.put("availabilityZone", instance.zone());
        fields.put("imageId", instance.imageId());
        fields.put("instanceId", instance.instanceId());
        fields.put("instanceType", instance.instanceType());
        fields.put("pendingTime", instance.launchedAt().truncatedTo(ChronoUnit.SECONDS).toString());
        fields.put("privateIp", instance.privateIp());
        fields.put("region", instance.region());
        fields.put("version", "2017-09-30");
        String text = JsonWriter.object(fields);
        String signed = instance.identityValid() ? text : text + " ";
        return new IdentityDocument(text, signed, key);
    }

    /** SHA256withRSA over the exact bytes of the text, in Base64. */
    String signature() {
        return key.sign(signed);
    }
}
