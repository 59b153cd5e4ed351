package io.jobarrays.server.web;

import io.jobarrays.server.agents.identity.UnauthenticatedBody;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Body of a call that was answered before its body was read. Vert.x reads it to its end, to use the
 * connection again; the connection of a caller that is not known is closed instead.
 */
public final class UnreadBody {
    private static final long UNKNOWN = -1;

    private UnreadBody() {}

    /** Bytes of the body by its headers; negative when they do not say it. */
    static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaderNames.CONTENT_LENGTH);
        try {
            if (length != null) {
                return Long.parseLong(length);
            }
            boolean open =
                    request.version() == HttpVersion.HTTP_2
                            || request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
            return open ? UNKNOWN : 0;
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Answers a call whose caller is not known, and closes its connection if its body is large. */
    public static void refuse(RoutingContext call, Problem problem) {
        closeIfLarge(call);
        HttpServerResponse response =
                call.response()
                        .setStatusCode(problem.status())
                        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        if (problem.retryAfter().isPositive()) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "" + problem.retryAfter().toSeconds());
        }
        response.end(problem.json());
    }

    /** At most 64 KiB of the body are read, also after the answer. */
    public static void closeIfLarge(RoutingContext call) {
        HttpServerRequest request = call.request();
        if (announced(request) > UnauthenticatedBody.MAX_BYTES) {
            if (request.version() != HttpVersion.HTTP_2) {
                call.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
            call.addEndHandler(ended -> request.connection().close());
        } else if (announced(request) == UNKNOWN) {
            call.addEndHandler(ended -> discard(request));
        }
    }

    private static void discard(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        AtomicLong discarded = new AtomicLong();
        request.handler(
                part -> {
                    if (discarded.addAndGet(part.length()) > UnauthenticatedBody.MAX_BYTES) {
                        request.connection().close();
                    }
                });
        request.resume();
    }
}
