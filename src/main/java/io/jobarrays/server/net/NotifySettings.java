package io.jobarrays.server.net;

import io.jobarrays.contract.Refusal;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Checks of the settings {@code spawn.notify.*}, before the server starts. */
public final class NotifySettings {
    public static final String URL = "spawn.notify.url";
    public static final String SECRET = "spawn.notify.secret";

    private NotifySettings() {}

    /** Why the settings cannot be used; empty for valid ones. */
    public static Optional<String> objection(Config config) {
        try {
            AddressGuard guard = new AddressGuard(texts(config, AddressGuard.SETTING));
            texts(config, SECRET).forEach(text -> WebhookSignature.secret(SECRET, text));
            config.getOptionalValue(URL, String.class)
                    .map(
                            url ->
                                    NotifyTarget.parse(
                                            URL,
                                            url,
                                            config.getOptionalValue(
                                                            "spawn.notify.format", String.class)
                                                    .orElse(null)))
                    .ifPresent(target -> guard.check(URL, target));
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal.sentence());
        }
    }

    private static List<String> texts(Config config, String setting) {
        return config.getOptionalValues(setting, String.class).orElse(List.of());
    }
}
