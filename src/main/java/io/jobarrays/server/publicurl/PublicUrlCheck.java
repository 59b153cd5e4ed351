package io.jobarrays.server.publicurl;

import io.jobarrays.server.AgentAuthorities;
import io.jobarrays.server.ServerFile;
import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.background.BackgroundLoop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Loop that connects to the public URL with the trust of the agents, at the start, after launches
 * and every ten minutes, and keeps the last result: an agent that does not trust the certificate
 * never enrols, and only its machine has the reason.
 */
@ApplicationScoped
public class PublicUrlCheck {
    private static final Logger LOG = Logger.getLogger(PublicUrlCheck.class);

    /** The server listens, and what stands before it has noticed. */
    private static final Duration START_DELAY = Duration.ofSeconds(5);

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration REPEAT_AFTER = Duration.ofSeconds(5);
    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final Duration INTERVAL_OF_OBJECTION = Duration.ofMinutes(1);
    private static final Duration MIN_INTERVAL_OF_LAUNCHES = Duration.ofSeconds(10);

    /** Address at which machines of the local cloud, and they only, reach the control plane. */
    private static final String IN_LOCAL_CLOUD = "169.254.169.252";

    private final URI url;
    private final AgentAuthorities authorities;
    private final ServerFile serverFile;
    private final BackgroundLoop loop =
            new BackgroundLoop(this::check, failure -> INTERVAL_OF_OBJECTION);
    private volatile Optional<String> objection = Optional.empty();
    private volatile boolean reachedByAgent;
    private boolean begun;
    private volatile long checkedAt = System.nanoTime();

    PublicUrlCheck(SpawnConfig config, AgentAuthorities authorities, ServerFile serverFile) {
        this.url = URI.create(config.publicUrl());
        this.authorities = authorities;
        this.serverFile = serverFile;
    }

    void start(@Observes StartupEvent started) {
        if ("https".equalsIgnoreCase(url.getScheme()) && url.getHost() != null) {
            loop.start("public-url-check");
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        loop.stop();
    }

    /** Why new agents will not enrol, as far as the last check tells; empty: no reason known. */
    public Optional<String> objection() {
        return objection;
    }

    /** Lets the check run soon; returns at once. */
    public void launched() {
        if (System.nanoTime() - checkedAt > MIN_INTERVAL_OF_LAUNCHES.toNanos()) {
            loop.signal();
        }
    }

    /** An agent has reached the URL: whether this server reaches it does not matter. */
    public void reachedByAgent() {
        reachedByAgent = true;
    }

    /** A server that does not answer is asked again first: its proxy may begin to know it. */
    Duration check() throws InterruptedException {
        if (!begun) {
            begun = true;
            return START_DELAY;
        }
        TlsAnswer answer = probe().answer();
        if (answer instanceof TlsAnswer.None) {
            Thread.sleep(REPEAT_AFTER);
            answer = probe().answer();
        }
        checkedAt = System.nanoTime();
        record(objection(answer));
        return objection.isEmpty() ? INTERVAL : INTERVAL_OF_OBJECTION;
    }

    private void record(Optional<String> found) {
        if (!found.equals(objection)) {
            found.ifPresentOrElse(
                    sentence -> LOG.warn(sentence), () -> LOG.infof("agents can use %s now", url));
        }
        objection = found;
    }

    private Optional<String> objection(TlsAnswer answer) {
        return switch (answer) {
            case TlsAnswer.Trusted _ -> Optional.empty();
            case TlsAnswer.Refused refused ->
                    Optional.of(
                            PublicUrlObjection.refused(
                                    url, refused.refusal(), authorities.setting()));
            case TlsAnswer.None none ->
                    reachedByAgent
                            ? Optional.empty()
                            : Optional.of(PublicUrlObjection.unreachable(url, none.reason()));
        };
    }

    private TlsProbe probe() {
        return new TlsProbe(url.getHost(), address(), authorities.tls(), TIMEOUT);
    }

    private InetSocketAddress address() {
        URI target =
                url.getHost().equals(IN_LOCAL_CLOUD)
                        ? serverFile.httpsUrl().map(URI::create).orElse(url)
                        : url;
        return InetSocketAddress.createUnresolved(
                target.getHost(), target.getPort() < 0 ? 443 : target.getPort());
    }
}
