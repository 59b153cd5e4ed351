package io.jobarrays.server.agents.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.problems.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Verifies instance identity documents with the configured certificate. */
@ApplicationScoped
class IdentityDocuments {
    private static final Logger LOG = Logger.getLogger(IdentityDocuments.class);

    private final SpawnConfig config;
    private final ObjectMapper json;
    private volatile @Nullable ReadCertificate last;

    /** Certificate with the time of its file. */
    private record ReadCertificate(FileTime modified, Certificate certificate) {}

    IdentityDocuments(SpawnConfig config, ObjectMapper json) {
        this.config = config;
        this.json = json;
    }

    /** Whether the cloud has signed the document for this instance of the configured account. */
    boolean verify(String instanceId, String document, String signature) {
        return isSigned(document, signature) && describesInstance(instanceId, document);
    }

    private boolean isSigned(String document, String signature) {
        Certificate certificate = trustedCertificate();
        try {
            Signature verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(certificate);
            verifier.update(document.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(Base64.getMimeDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Debug only: any caller can cause this, and the refusal is reported with a limit.
            LOG.debugf("an identity document could not be verified: %s", e.getMessage());
            return false;
        }
    }

    /**
     * Read again when its file has changed. A missing certificate is a 503, so that agents try
     * again.
     */
    private Certificate trustedCertificate() {
        Path file =
                config.identity()
                        .certificate()
                        .orElseThrow(
                                () -> identityUnavailable("spawn.identity.certificate is not set"));
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            ReadCertificate read = last;
            if (read == null || !read.modified().equals(modified)) {
                read = new ReadCertificate(modified, read(file));
                last = read;
            }
            return read.certificate();
        } catch (IOException | CertificateException e) {
            throw identityUnavailable("%s cannot be read: %s".formatted(file, e.getMessage()));
        }
    }

    private static Certificate read(Path file) throws IOException, CertificateException {
        try (InputStream pem = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }

    private static Refused identityUnavailable(String reason) {
        LOG.errorf("no agent can enrol: %s", reason);
        return new Refused(503, "SPAWN-IDENTITY", "no agent can enrol now: " + reason);
    }

    private boolean describesInstance(String instanceId, String document) {
        try {
            JsonNode read = json.readTree(document);
            return read.path("instanceId").asText().equals(instanceId)
                    && read.path("accountId").asText().equals(config.account());
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
