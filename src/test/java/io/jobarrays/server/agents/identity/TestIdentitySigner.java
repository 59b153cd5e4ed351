package io.jobarrays.server.agents.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.eclipse.microprofile.config.ConfigProvider;

/** Signs identity documents with the key beside the local cloud's certificate. */
public final class TestIdentitySigner {
    private final PrivateKey key;

    public TestIdentitySigner() throws IOException, GeneralSecurityException {
        Path certificate =
                ConfigProvider.getConfig().getValue("spawn.identity.certificate", Path.class);
        String pem = Files.readString(certificate.resolveSibling("identity.key"));
        byte[] encoded = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    /** Identity document and signature, as the metadata service returns them. */
    public record Document(String text, String signature) {}

    public Document document(String instanceId) {
        return document(instanceId, "435415984226");
    }

    Document document(String instanceId, String account) {
        String text =
                """
                {
                  "instanceId" : "%s",
                  "accountId" : "%s"
                }"""
                        .formatted(instanceId, account);
        try {
            Signature signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(key);
            signer.update(text.getBytes(StandardCharsets.UTF_8));
            return new Document(text, Base64.getEncoder().encodeToString(signer.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
