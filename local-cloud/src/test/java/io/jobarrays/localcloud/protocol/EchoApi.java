package io.jobarrays.localcloud.protocol;

import io.jobarrays.localcloud.front.DenialReason;
import io.jobarrays.localcloud.front.HttpCall;
import io.jobarrays.localcloud.front.HttpReply;
import io.jobarrays.localcloud.front.ServiceApi;
import java.util.Optional;
import java.util.function.Function;

/** Service whose response a test prepares. */
final class EchoApi implements ServiceApi {
    private final String service;
    private volatile Function<HttpCall, String> next = it -> "";

    EchoApi(String service) {
        this.service = service;
    }

    void answer(Function<HttpCall, String> answer) {
        next = answer;
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public boolean speaks(HttpCall request) {
        return request.path().equals("/") == service.equals("ec2");
    }

    @Override
    public Optional<String> operation(HttpCall request) {
        return Optional.of("Echo");
    }

    @Override
    public HttpReply answer(HttpCall request, String requestId) {
        return HttpReply.xml(200, next.apply(request));
    }

    @Override
    public HttpReply refusal(AwsError error, String requestId) {
        return HttpReply.xml(error.status(), error.xml("echo", requestId));
    }

    @Override
    public AwsError denial(DenialReason denial) {
        return denial.defaultError();
    }
}
