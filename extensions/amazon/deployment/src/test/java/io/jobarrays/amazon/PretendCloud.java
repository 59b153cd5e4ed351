package io.jobarrays.amazon;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A program that is started, answers and says so like the local cloud. */
final class PretendCloud {
    private PretendCloud() {}

    public static void main(String[] args) throws Exception {
        List<String> words = List.of(args);
        Path state = Path.of(words.get(words.indexOf("--state") + 1));
        Path draft = state.resolve("cloud.json.new");
        Files.writeString(
                draft,
                """
                {"endpoint":"%s","region":"us-east-1","access_key_id":"LOCALKEY",
                 "secret_access_key":"s","identity_certificate":"%s/identity.pem",
                 "public_url":"http://169.254.169.252","pid":%d}
                """
                        .formatted(
                                new EchoEndpoint("local-1a").url(),
                                state,
                                ProcessHandle.current().pid()));
        Files.move(draft, state.resolve("cloud.json"), StandardCopyOption.ATOMIC_MOVE);
    }
}
