package io.jobarrays.localcloud.keys;

import io.jobarrays.localcloud.base.CloudStateDirectory;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.stream.Collectors;

/** Access key of the local account, stored in the credentials file format of the AWS tools. */
public record AccessKey(String id, String secret) {
    private static final String FILE = "credentials";
    private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String SECRET_ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /** Reads the key from the state directory; creates it the first time. */
    public static AccessKey of(CloudStateDirectory state) throws IOException {
        if (!state.has(FILE)) {
            AccessKey created =
                    new AccessKey("AKIA" + random(16, ID_ALPHABET), random(40, SECRET_ALPHABET));
            state.write(FILE, created.file());
            return created;
        }
        Map<String, String> entries =
                state.read(FILE)
                        .lines()
                        .filter(line -> line.contains("="))
                        .map(line -> line.split("=", 2))
                        .collect(
                                Collectors.toMap(pair -> pair[0].strip(), pair -> pair[1].strip()));
        String id = entries.get("aws_access_key_id");
        String secret = entries.get("aws_secret_access_key");
        if (id == null || secret == null) {
            throw new IOException(state.file(FILE) + " holds no access key; remove it");
        }
        return new AccessKey(id, secret);
    }

    /** New temporary access key, which is used with a session token. */
    static AccessKey temporary() {
        return new AccessKey("ASIA" + random(16, ID_ALPHABET), random(40, SECRET_ALPHABET));
    }

    static String sessionToken() {
        return random(120, SECRET_ALPHABET);
    }

    @Override
    public String toString() {
        return id;
    }

    private String file() {
        return """
               [default]
               aws_access_key_id = %s
               aws_secret_access_key = %s
               """
                .formatted(id, secret);
    }

    private static String random(int length, String alphabet) {
        return new SecureRandom()
                .ints(length, 0, alphabet.length())
                .mapToObj(i -> alphabet.substring(i, i + 1))
                .collect(Collectors.joining());
    }
}
