package io.jobarrays.localcloud.account;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An SSM parameter.
 *
 * @param owner account id; empty for AWS's public parameters
 * @param ciphertext returned instead of a SecureString's value without decryption
 */
record Parameter(
        String name,
        String type,
        String value,
        int version,
        Instant changedAt,
        String owner,
        String ciphertext) {
    static final String SECURE_STRING = "SecureString";

    Map<String, Object> view(boolean decrypted) {
        String path = name.startsWith("/") ? name : "/" + name;
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("Name", name);
        view.put("Type", type);
        view.put("Value", type.equals(SECURE_STRING) && !decrypted ? ciphertext : value);
        view.put("Version", version);
        view.put("LastModifiedDate", changedAt.getEpochSecond());
        view.put("ARN", "arn:aws:ssm:" + Account.REGION + ":" + owner + ":parameter" + path);
        view.put("DataType", "text");
        return view;
    }

    @Override
    public String toString() {
        return name + " (" + type + ")";
    }
}
