package io.jobarrays.server.web;

import io.jobarrays.server.agents.identity.UnauthenticatedBody;
import io.jobarrays.server.web.UnauthenticatedBodies.Body;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/**
 * HTTP filter that receives the bodies of POST calls of agents, which are those for tokens, up to
 * 64 KiB and within a memory for all of them, before a thread works on them.
 */
@ApplicationScoped
class UnauthenticatedBodyFilter {
    /**
     * A prefix, because {@code /agents/enrol/} and {@code /agents/enrol;a} reach the same resource.
     */
    private static final String PATHS = "/agents/";

    private static final int MAX_CALLS = 4096;
    private static final long MAX_BYTES = 16L << 20;

    /** After the check of the address. */
    private static final int FILTER_PRIORITY = 1090;

    private final UnauthenticatedBodies bodies = new UnauthenticatedBodies(MAX_CALLS, MAX_BYTES);

    void register(@Observes Filters filters) {
        filters.register(this::filter, FILTER_PRIORITY);
    }

    private void filter(RoutingContext call) {
        HttpServerRequest request = call.request();
        if (!call.normalizedPath().startsWith(PATHS) || !HttpMethod.POST.equals(request.method())) {
            call.next();
            return;
        }
        if (UnreadBody.announced(request) > UnauthenticatedBody.MAX_BYTES) {
            refuseLarge(call);
            return;
        }
        Body body = new Body(() -> request.connection().close());
        call.addEndHandler(ended -> bodies.close(body));
        if (bodies.open(body)) {
            receive(call, body);
        } else {
            refuseBusy(call);
        }
    }

    private void receive(RoutingContext call, Body body) {
        HttpServerRequest request = call.request();
        Buffer content = Buffer.buffer();
        request.exceptionHandler(broken -> bodies.close(body));
        request.endHandler(
                ended -> {
                    bodies.complete(body);
                    if (!call.response().ended()) {
                        ((RoutingContextInternal) call).setBody(content);
                        call.next();
                    }
                });
        request.handler(
                part -> {
                    if (call.response().ended()) {
                        return;
                    }
                    if (content.length() + part.length() > UnauthenticatedBody.MAX_BYTES) {
                        refuseLarge(call);
                    } else if (bodies.append(body, part.length())) {
                        content.appendBuffer(part);
                    } else {
                        refuseBusy(call);
                    }
                });
        if (HttpHeaderValues.CONTINUE
                .toString()
                .equalsIgnoreCase(request.getHeader(HttpHeaderNames.EXPECT))) {
            call.response().writeContinue();
        }
        request.resume();
    }

    private static void refuseLarge(RoutingContext call) {
        UnreadBody.refuse(
                call,
                Problem.of(
                        413,
                        "SPAWN-TOO-LARGE",
                        "the body of %s may be %d KiB; this is more"
                                .formatted(
                                        call.normalizedPath(),
                                        UnauthenticatedBody.MAX_BYTES >> 10)));
    }

    private static void refuseBusy(RoutingContext call) {
        UnreadBody.refuse(
                call,
                Problem.of(
                                503,
                                "SPAWN-BUSY",
                                "more agents ask for tokens than the control plane can answer at"
                                        + " the same time; repeat the call")
                        .withRetryAfter(Duration.ofSeconds(1)));
    }
}
