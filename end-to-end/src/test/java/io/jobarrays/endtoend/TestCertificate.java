package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Private authority of a test, and the key store of a server with a certificate of it.
 *
 * @param directory of its files
 */
record TestCertificate(Path directory) {
    static final String PASSWORD = "changeit";

    /**
     * @param addresses IP addresses of the server
     */
    static TestCertificate create(Path directory, String... addresses) {
        TestCertificate certificate = new TestCertificate(directory);
        String names =
                Arrays.stream(addresses)
                        .map("ip:"::concat)
                        .collect(Collectors.joining(",", "san=", ""));
        certificate.generate("ca", "-ext", "bc:c=ca:true");
        certificate.generate("server", "-signer", "ca", "-ext", names);
        certificate.keytool("-exportcert", "-rfc", "-alias", "ca", "-file", "" + certificate.pem());
        certificate.keytool("-delete", "-alias", "ca");
        return certificate;
    }

    private void generate(String alias, String... options) {
        List<String> arguments =
                Stream.concat(
                                Stream.of("-genkeypair", "-keyalg", "EC", "-alias", alias),
                                Stream.concat(
                                        Stream.of("-dname", "CN=" + alias), Stream.of(options)))
                        .toList();
        keytool(arguments.toArray(String[]::new));
    }

    private void keytool(String... arguments) {
        List<String> command =
                Stream.concat(
                                Stream.of(
                                        ""
                                                + Path.of(
                                                        System.getProperty("java.home"),
                                                        "bin/keytool")),
                                Stream.concat(
                                        Stream.of(arguments),
                                        Stream.of(
                                                "-keystore",
                                                "" + keyStore(),
                                                "-storepass",
                                                PASSWORD)))
                        .toList();
        ProgramRun run = ProgramRun.of(command, Map.of(), TestControlPlane.CONDITION_TIMEOUT);
        assertThat(run.exit()).as(run.toString()).isZero();
    }

    Path keyStore() {
        return directory.resolve("server.p12");
    }

    Path pem() {
        return directory.resolve("ca.pem");
    }
}
