package io.jobarrays.localcloud;

import io.jobarrays.localcloud.base.CloudStateDirectory;
import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.protocol.JsonWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code cloud.json}: endpoint, credentials and mode of this cloud; removed when it ends. */
final class CloudFile {
    private static final String NAME = "cloud.json";
    private static final String PUBLIC_URL = "http://169.254.169.252";

    private CloudFile() {}

    /**
     * @param parent process id of a dev mode or test whose cloud it is; empty: of "spawn up"
     */
    static void write(CloudStateDirectory state, Cloud cloud, Optional<Long> parent)
            throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("endpoint", cloud.endpoint());
        fields.put("dns", "127.0.0.1:" + cloud.dnsPort());
        fields.put("region", Account.REGION);
        fields.put("account", Account.ID);
        fields.put("access_key_id", cloud.accessKey().id());
        fields.put("secret_access_key", cloud.accessKey().secret());
        fields.put("identity_certificate", cloud.identityKey().certificate());
        fields.put("public_url", PUBLIC_URL);
        fields.put("mode", cloud.mode());
        fields.put("pid", ProcessHandle.current().pid());
        parent.ifPresent(pid -> fields.put("parent", pid));
        state.write(NAME, JsonWriter.object(fields) + "\n");
    }

    static void remove(CloudStateDirectory state) throws IOException {
        state.remove(NAME);
    }
}
