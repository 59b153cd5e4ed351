package io.jobarrays.server.arrays.spec.userdata;

import io.jobarrays.contract.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** Makes one script of the shell parts of multipart user data. */
final class UserDataParts {
    private static final String SHELL_SCRIPT = "text/x-shellscript";
    private static final String CLOUD_CONFIG = "text/cloud-config";

    /** cloud-init recognizes these by their first bytes. */
    private static final Set<String> PLAIN = Set.of("text/plain", "text/x-not-multipart");

    private UserDataParts() {}

    /**
     * A script that runs each part, also after one that failed, as cloud-init does; its exit code
     * is that of the first failure.
     *
     * @throws Refusal when a part is no script
     */
    static String script(List<MimeMessage.Part> parts) {
        List<String> scripts = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            scripts.add(text("user-data: part %d".formatted(i + 1), parts.get(i)));
        }
        if (scripts.isEmpty()) {
            throw new Refusal("user-data: the multipart message has no part");
        }
        return scripts.size() == 1 ? scripts.getFirst() : all(scripts);
    }

    private static String text(String name, MimeMessage.Part part) {
        if (part.type().equals(CLOUD_CONFIG)) {
            throw CloudConfig.refusal(
                    name, new String(part.content(), StandardCharsets.ISO_8859_1));
        }
        if (!part.type().equals(SHELL_SCRIPT) && !PLAIN.contains(part.type())) {
            throw new Refusal(
                    "%s: %s is not run here; write it as %s"
                            .formatted(name, part.type(), SHELL_SCRIPT));
        }
        String script;
        try {
            script =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(part.content()))
                            .toString();
        } catch (CharacterCodingException e) {
            throw new Refusal("%s: is not text in UTF-8".formatted(name));
        }
        UserDataScript.check(name, script);
        return script;
    }

    private static String all(List<String> scripts) {
        StringBuilder all = new StringBuilder("#!/bin/sh\n# Parts of multipart user data.\n");
        all.append("parts=$(mktemp -d) || exit\ntrap 'rm -rf \"$parts\"' EXIT\nexit=0\n");
        for (int i = 0; i < scripts.size(); i++) {
            String file = "\"$parts/part-%03d\"".formatted(i + 1);
            all.append("base64 -d >%s <<'END'\n".formatted(file))
                    .append(
                            Base64.getMimeEncoder(76, new byte[] {'\n'})
                                    .encodeToString(
                                            scripts.get(i).getBytes(StandardCharsets.UTF_8)))
                    .append(
                            "\nEND\nchmod 700 %1$s\n%1$s || { code=$?; [ $exit != 0 ] || exit=$code; }\n"
                                    .formatted(file));
        }
        return all.append("exit $exit\n").toString();
    }
}
