package io.jobarrays.cli.session;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.GlobalOptions;
import io.jobarrays.cli.http.Endpoint;
import java.util.Map;
import java.util.Optional;

/**
 * {@code SPAWN_TOKEN}, with the control plane that it belongs to.
 *
 * @param url {@code SPAWN_TOKEN_URL}, else {@code SPAWN_URL}; empty: the local control plane
 */
record UserToken(String text, Optional<String> url) {
    static Optional<UserToken> of(Map<String, String> env) {
        return GlobalOptions.nonEmpty(env, "SPAWN_TOKEN")
                .map(
                        text ->
                                new UserToken(
                                        text,
                                        GlobalOptions.nonEmpty(env, "SPAWN_TOKEN_URL")
                                                .or(
                                                        () ->
                                                                GlobalOptions.nonEmpty(
                                                                        env, "SPAWN_URL"))));
    }

    /**
     * @param local URL of the local control plane, if one runs
     */
    boolean belongsTo(String target, Optional<String> local) {
        return url.or(() -> local).filter(own -> Endpoint.areSame(own, target)).isPresent();
    }

    Failure notSentTo(String target) {
        return Failure.usage(
                "SPAWN_TOKEN belongs to %s and is not sent to %s; if you have a token of that control plane, set SPAWN_TOKEN to it and SPAWN_TOKEN_URL=%s, else unset SPAWN_TOKEN"
                        .formatted(url.orElse("the local control plane"), target, target));
    }
}
