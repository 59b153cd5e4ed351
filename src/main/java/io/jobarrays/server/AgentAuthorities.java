package io.jobarrays.server;

import io.jobarrays.contract.CertificateAuthorities;
import io.jobarrays.contract.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Authorities that agents trust at the public URL; read at each launch, so that the file of an
 * authority that is replaced may have the old and the new one for a while.
 */
@ApplicationScoped
public class AgentAuthorities {
    static final String SETTING = "spawn.agent.ca";

    /** User data holds 16 KiB, of which the bootstrap and the indexes of a launch need the rest. */
    public static final int MAX_BYTES = 4096;

    private static final Logger LOG = Logger.getLogger(AgentAuthorities.class);

    private final Optional<Path> file;
    private volatile Optional<CertificateAuthorities> last = Optional.empty();

    public AgentAuthorities(SpawnConfig config) {
        this.file = config.agent().ca();
    }

    /** Why the setting cannot be used; empty for a valid one, and without it. */
    static Optional<String> objection(Config config) {
        try {
            config.getOptionalValue(SETTING, Path.class)
                    .ifPresent(path -> read(path, Instant.now()));
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal.sentence());
        }
    }

    /** File of the setting; empty: agents trust the authorities of their image. */
    public Optional<Path> setting() {
        return file;
    }

    /** Certificates in PEM; empty without the setting. The last valid ones of a damaged file. */
    public String pem() {
        return current().map(CertificateAuthorities::pem).orElse("");
    }

    /** TLS of a client with the trust of an agent; without the setting, with Java's. */
    public SSLContext tls() {
        return current()
                .map(CertificateAuthorities::context)
                .orElseGet(AgentAuthorities::defaultContext);
    }

    private static SSLContext defaultContext() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    private Optional<CertificateAuthorities> current() {
        try {
            last = file.map(path -> read(path, Instant.now()));
        } catch (Refusal refusal) {
            LOG.errorf("%s; agents get the certificates that were read before", refusal.sentence());
        }
        return last;
    }

    private static CertificateAuthorities read(Path file, Instant now) {
        CertificateAuthorities valid =
                CertificateAuthorities.read(SETTING, file).validAt(SETTING, now);
        int bytes = valid.pem().length();
        if (bytes > MAX_BYTES) {
            throw new Refusal(
                    "%s: the certificates of %s have %d bytes and user data has room for %d; leave out all but the authority of the certificate at spawn.public-url"
                            .formatted(SETTING, file, bytes, MAX_BYTES));
        }
        return valid;
    }
}
