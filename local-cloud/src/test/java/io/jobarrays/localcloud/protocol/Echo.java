package io.jobarrays.localcloud.protocol;

import io.jobarrays.localcloud.front.Api;
import io.jobarrays.localcloud.front.Denial;
import io.jobarrays.localcloud.front.Reply;
import io.jobarrays.localcloud.front.Request;
import java.util.function.Function;

/** A service that keeps the request it was sent and answers what a test prepared. */
final class Echo implements Api {
    private final String service;
    private volatile Function<Request, String> next = it -> "";

    Echo(String service) {
        this.service = service;
    }

    void answer(Function<Request, String> answer) {
        next = answer;
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public boolean speaks(Request request) {
        return request.path().equals("/") == service.equals("ec2");
    }

    @Override
    public String operation(Request request) {
        return "Echo";
    }

    @Override
    public Reply answer(Request request, String requestId) {
        return Reply.xml(200, next.apply(request));
    }

    @Override
    public Reply refusal(AwsError error, String requestId) {
        return Reply.xml(error.status(), error.xml("echo", requestId));
    }

    @Override
    public AwsError denial(Denial denial) {
        return denial.wordedByMostServices();
    }
}
