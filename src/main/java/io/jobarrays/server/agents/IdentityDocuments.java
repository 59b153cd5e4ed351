package io.jobarrays.server.agents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobarrays.server.SpawnConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import org.jboss.logging.Logger;

/** Verifies instance identity documents against the one certificate that is configured. */
@ApplicationScoped
class IdentityDocuments {
    private static final Logger LOG = Logger.getLogger(IdentityDocuments.class);

    private final SpawnConfig config;
    private final ObjectMapper json;

    IdentityDocuments(SpawnConfig config, ObjectMapper json) {
        this.config = config;
        this.json = json;
    }

    /** Whether the cloud says that the bearer is this instance, of our account. */
    boolean vouchFor(String instanceId, String document, String signature) {
        return signed(document, signature) && names(instanceId, document);
    }

    private boolean signed(String document, String signature) {
        Path trusted = config.identity().certificate().orElse(null);
        if (trusted == null) {
            LOG.error("no agent can enrol: spawn.identity.certificate is not set");
            return false;
        }
        try (InputStream pem = Files.newInputStream(trusted)) {
            Certificate certificate =
                    CertificateFactory.getInstance("X.509").generateCertificate(pem);
            Signature verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(certificate);
            verifier.update(document.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(Base64.getMimeDecoder().decode(signature));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            // Anybody can bring one about: it is told with the refusal, where it is counted.
            LOG.debugf("an identity document could not be verified: %s", e.getMessage());
            return false;
        }
    }

    private boolean names(String instanceId, String document) {
        try {
            JsonNode read = json.readTree(document);
            return read.path("instanceId").asText().equals(instanceId)
                    && read.path("accountId").asText().equals(config.account());
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
