package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.front.DenialReason;
import io.jobarrays.localcloud.front.HttpCall;
import io.jobarrays.localcloud.front.HttpReply;
import io.jobarrays.localcloud.front.ServiceApi;
import io.jobarrays.localcloud.limits.ApiLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import io.jobarrays.localcloud.protocol.QueryReader;
import io.jobarrays.localcloud.protocol.XmlWriter;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;

/** EC2 in its Query protocol. */
public final class Ec2Api implements ServiceApi {
    private static final String NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";

    private final Ec2 ec2;

    public Ec2Api(Ec2 ec2) {
        this.ec2 = ec2;
    }

    @Override
    public String service() {
        return "ec2";
    }

    @Override
    public boolean speaks(HttpCall request) {
        return request.path().equals("/") && request.formParameters().containsKey("Action");
    }

    @Override
    public Optional<String> operation(HttpCall request) {
        return find(request).map(Ec2Operation::name);
    }

    @Override
    public HttpReply answer(HttpCall request, String requestId) {
        String action = request.formParameters().get("Action");
        if (action == null) {
            throw new AwsError("MissingAction", "The request must contain the parameter Action");
        }
        Ec2Operation operation =
                find(request).orElseThrow(() -> AwsError.notImplemented("EC2 " + action));
        SdkPojo response = ec2.answer(operation, new QueryReader(request.formParameters()));
        String root = action + "Response";
        XmlWriter xml = new XmlWriter().root(root, NAMESPACE).element("requestId", requestId);
        if (response.sdkFields().isEmpty()) {
            xml.element("return", "true");
        }
        return HttpReply.xml(200, xml.model(response).close(root).toString());
    }

    private Optional<Ec2Operation> find(HttpCall request) {
        return Optional.ofNullable(request.formParameters().get("Action")).flatMap(ec2::find);
    }

    @Override
    public HttpReply refusal(AwsError error, String requestId) {
        return HttpReply.xml(
                error.status(),
                new XmlWriter()
                        .open("Response")
                        .open("Errors")
                        .open("Error")
                        .element("Code", error.code())
                        .element("Message", error.text())
                        .close("Error")
                        .close("Errors")
                        .element("RequestID", requestId)
                        .close("Response")
                        .toString());
    }

    @Override
    public AwsError throttled() {
        return ApiLimits.ec2Refusal();
    }

    @Override
    public AwsError denial(DenialReason denial) {
        return switch (denial) {
            case EXPIRED -> new AwsError(400, "RequestExpired", denial.sentence());
            case NOT_PERMITTED -> new AwsError(403, "UnauthorizedOperation", denial.sentence());
            case MISSING, INCOMPLETE, UNKNOWN_KEY, WRONG_SIGNATURE, WRONG_SCOPE ->
                    new AwsError(
                            401,
                            "AuthFailure",
                            "AWS was not able to validate the provided access credentials. "
                                    + denial.sentence());
        };
    }
}
