package io.jobarrays.server.caller;

import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * IP address of the caller: the peer's, or the one that trusted proxies name.
 *
 * <p>A proxy appends the address of its own peer, so the last address that is no trusted proxy is
 * the caller's. Those before it are the caller's words; Quarkus (ForwardedParser) takes the first.
 */
@ApplicationScoped
public class CallerAddress {
    private static final Pattern FORWARDED_FOR =
            Pattern.compile("(?i)(?:^|;)\\s*for\\s*=\\s*\"?([^;\"]*)");

    /** {@code 192.0.2.7:4711} or {@code [2001:db8::7]:4711}, each also without a port. */
    private static final Pattern HOP =
            Pattern.compile("\\[([^]]*)](?::\\d*)?|([\\d.]+)(?::\\d+)?|([0-9a-fA-F:.]+)");

    private final TrustedProxies proxies;

    @Inject
    CallerAddress(@ConfigProperty(name = TrustedProxies.SETTING) Optional<List<String>> proxies) {
        this(new TrustedProxies(proxies.orElse(List.of())));
    }

    CallerAddress(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    public String of(HttpServerRequest request) {
        String peer = request.connection().remoteAddress().hostAddress();
        return of(
                peer == null ? "" : peer,
                request.headers().getAll("Forwarded"),
                request.headers().getAll("X-Forwarded-For"));
    }

    /**
     * @param forwarded values of {@code Forwarded} (RFC 7239), which counts if it is there
     * @param xForwardedFor values of {@code X-Forwarded-For}
     */
    String of(String peer, List<String> forwarded, List<String> xForwardedFor) {
        String caller = peer;
        List<String> hops =
                forwarded.isEmpty()
                        ? split(xForwardedFor).toList()
                        : split(forwarded).map(CallerAddress::forwardedFor).toList();
        for (String hop : hops.reversed()) {
            if (!isTrusted(caller)) {
                return caller;
            }
            Optional<String> next = address(hop);
            if (next.isEmpty()) {
                return caller;
            }
            caller = next.get();
        }
        return caller;
    }

    private boolean isTrusted(String address) {
        return literal(address).filter(proxies::contains).isPresent();
    }

    private static Stream<String> split(List<String> values) {
        return values.stream().flatMap(value -> Stream.of(value.split(",")));
    }

    private static String forwardedFor(String element) {
        Matcher found = FORWARDED_FOR.matcher(element);
        return found.find() ? found.group(1) : "";
    }

    /** Empty for {@code unknown} and other names, which a proxy may write instead. */
    private static Optional<String> address(String hop) {
        Matcher parts = HOP.matcher(hop.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Stream.of(1, 2, 3)
                .map(parts::group)
                .filter(part -> part != null)
                .findFirst()
                .flatMap(CallerAddress::literal)
                .map(InetAddress::getHostAddress);
    }

    private static Optional<InetAddress> literal(@Nullable String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
