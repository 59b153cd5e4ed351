package io.jobarrays.localcloud.metadata;

import com.sun.net.httpserver.HttpExchange;
import io.jobarrays.localcloud.base.ConsoleLog;
import io.jobarrays.localcloud.keys.IdentityKey;
import io.jobarrays.localcloud.keys.RoleKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Instance metadata service, version 2 only: every read requires a session token. */
public final class MetadataApi {
    private static final String TOKEN_HEADER = "X-aws-ec2-metadata-token";
    private static final String TTL_HEADER = "X-aws-ec2-metadata-token-ttl-seconds";
    private static final Pattern VERSIONED_PATH =
            Pattern.compile("/+(?:latest|\\d{4}-\\d{2}-\\d{2})(?:/+(.*))?");

    private final Function<String, Optional<InstanceIdentity>> identities;
    private final IdentityKey identityKey;
    private final RoleKeys roleKeys;
    private final MetadataTokens tokens;

    /**
     * @param identities finds an instance by its id
     * @param clock the real time, which instances also use
     */
    public MetadataApi(
            Function<String, Optional<InstanceIdentity>> identities,
            IdentityKey key,
            RoleKeys roleKeys,
            Clock clock) {
        this.identities = identities;
        this.identityKey = key;
        this.roleKeys = roleKeys;
        this.tokens = new MetadataTokens(id -> identities.apply(id).isPresent(), clock);
    }

    /**
     * Answers and closes the exchange.
     *
     * @param path path of the request, {@code /latest/…}
     */
    public void answer(HttpExchange exchange, String instanceId, String path) throws IOException {
        try (exchange) {
            Optional<InstanceIdentity> instance = identities.apply(instanceId);
            if (instance.isEmpty() || !instance.get().metadataEnabled()) {
                send(exchange, 403, "Forbidden");
            } else if (!instance.get().metadataUp()) {
                send(exchange, 503, "Service Unavailable");
            } else if (exchange.getRequestMethod().equals("PUT")) {
                issueToken(exchange, instanceId, path);
            } else {
                read(exchange, instance.get(), path);
            }
        } catch (RuntimeException e) {
            ConsoleLog.failure("metadata of " + instanceId, e);
        }
    }

    private void issueToken(HttpExchange exchange, String instanceId, String path)
            throws IOException {
        String seconds = exchange.getRequestHeaders().getFirst(TTL_HEADER);
        if (!path.equals("/latest/api/token")) {
            send(exchange, 404, "Not Found");
        } else if (exchange.getRequestHeaders().containsKey("X-Forwarded-For")) {
            send(exchange, 403, "Forbidden");
        } else {
            Optional<String> token =
                    seconds == null ? Optional.empty() : tokens.issue(instanceId, seconds);
            if (token.isPresent()) {
                exchange.getResponseHeaders().set(TTL_HEADER, seconds);
            }
            send(exchange, token.isPresent() ? 200 : 400, token.orElse("Bad Request"));
        }
    }

    private void read(HttpExchange exchange, InstanceIdentity instance, String path)
            throws IOException {
        String token = exchange.getRequestHeaders().getFirst(TOKEN_HEADER);
        Optional<Duration> remaining =
                token == null ? Optional.empty() : tokens.remaining(instance.instanceId(), token);
        boolean isRead = exchange.getRequestMethod().matches("GET|HEAD");
        if (remaining.isEmpty() || !isRead) {
            send(exchange, isRead ? 401 : 405, isRead ? "Unauthorized" : "Method Not Allowed");
            return;
        }
        exchange.getResponseHeaders().set(TTL_HEADER, String.valueOf(remaining.get().toSeconds()));
        Matcher versioned = VERSIONED_PATH.matcher(path);
        Optional<byte[]> value =
                versioned.matches()
                        ? tree(instance).find(Optional.ofNullable(versioned.group(1)).orElse(""))
                        : Optional.empty();
        if (value.isPresent()) {
            send(exchange, 200, value.get());
        } else {
            send(exchange, 404, "Not Found");
        }
    }

    private MetadataTree tree(InstanceIdentity instance) {
        Optional<InstanceProfileRole> role =
                instance.profileArn()
                        .map(
                                arn ->
                                        new InstanceProfileRole(
                                                arn, roleKeys.of(InstanceProfileRole.name(arn))));
        return MetadataTree.of(instance, () -> IdentityDocument.of(instance, identityKey), role);
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        send(exchange, status, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean withoutBody = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.getResponseHeaders().set("Server", "EC2ws");
        exchange.sendResponseHeaders(status, withoutBody ? -1 : body.length);
        if (!withoutBody) {
            exchange.getResponseBody().write(body);
        }
    }
}
