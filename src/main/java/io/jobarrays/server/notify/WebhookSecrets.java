package io.jobarrays.server.notify;

import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.net.NotifySettings;
import io.jobarrays.server.net.NotifyTarget;
import io.jobarrays.server.net.WebhookSignature;
import io.jobarrays.server.state.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Secrets that sign notifications: those that are set, else one of each URL, which the key of this
 * control plane derives. A receiver can so not sign what another one accepts.
 */
@ApplicationScoped
public class WebhookSecrets {
    private final List<byte[]> configured;
    private final UnaryOperator<String> stamp;

    @Inject
    WebhookSecrets(SpawnConfig config, Vault vault) {
        this(config.notifications().secret().orElse(List.of()), vault::stamp);
    }

    WebhookSecrets(List<String> configured, UnaryOperator<String> stamp) {
        this.configured =
                configured.stream()
                        .map(one -> WebhookSignature.secret(NotifySettings.SECRET, one))
                        .toList();
        this.stamp = stamp;
    }

    List<byte[]> of(NotifyTarget target) {
        return configured.isEmpty() ? List.of(derived(target)) : configured;
    }

    /** The derived secret for the receiver; empty when secrets are set, which are not shown. */
    public Optional<String> text(NotifyTarget target) {
        return configured.isEmpty()
                ? Optional.of(WebhookSignature.secretText(derived(target)))
                : Optional.empty();
    }

    private byte[] derived(NotifyTarget target) {
        return HexFormat.of().parseHex(stamp.apply("notify " + target.url()));
    }
}
