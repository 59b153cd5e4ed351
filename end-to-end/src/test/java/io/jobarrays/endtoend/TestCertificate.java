package io.jobarrays.endtoend;

import java.nio.file.Path;

/**
 * Self-signed certificate of a test for one address, with its key store.
 *
 * @param directory of its files
 */
record TestCertificate(Path directory) {
    static final String PASSWORD = "changeit";

    static TestCertificate create(IsolatedNetwork network, Path directory) {
        TestCertificate certificate = new TestCertificate(directory);
        certificate.create(network);
        return certificate;
    }

    private void create(IsolatedNetwork network) {
        String keytool = "" + Path.of(System.getProperty("java.home"), "bin/keytool");
        network.run(
                keytool,
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test CA",
                "-ext",
                "bc=ca:true",
                "-ext",
                "san=ip:" + IsolatedNetwork.ADDRESS,
                "-keystore",
                "" + keyStore(),
                "-storepass",
                PASSWORD);
        network.run(
                keytool,
                "-exportcert",
                "-rfc",
                "-alias",
                "server",
                "-file",
                "" + pem(),
                "-keystore",
                "" + keyStore(),
                "-storepass",
                PASSWORD);
    }

    Path keyStore() {
        return directory.resolve("server.p12");
    }

    Path pem() {
        return directory.resolve("ca.pem");
    }
}
