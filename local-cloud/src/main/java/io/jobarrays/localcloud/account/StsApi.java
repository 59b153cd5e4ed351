package io.jobarrays.localcloud.account;

import io.jobarrays.localcloud.ec2.Account;
import io.jobarrays.localcloud.front.Api;
import io.jobarrays.localcloud.front.Denial;
import io.jobarrays.localcloud.front.Reply;
import io.jobarrays.localcloud.front.Request;
import io.jobarrays.localcloud.protocol.AwsError;
import io.jobarrays.localcloud.protocol.XmlWriter;

/** STS, of which GetCallerIdentity only. */
public final class StsApi implements Api {
    private static final String VERSION = "2011-06-15";
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/" + VERSION + "/";

    @Override
    public String service() {
        return "sts";
    }

    @Override
    public boolean speaks(Request request) {
        return request.path().equals("/")
                && VERSION.equals(request.formParameters().get("Version"));
    }

    @Override
    public String operation(Request request) {
        return request.formParameters().getOrDefault("Action", "none");
    }

    @Override
    public Reply answer(Request request, String requestId) {
        String operation = operation(request);
        if (!operation.equals("GetCallerIdentity")) {
            throw AwsError.notImplemented("STS " + operation);
        }
        return Reply.xml(
                200,
                new XmlWriter()
                        .root("GetCallerIdentityResponse", NAMESPACE)
                        .open("GetCallerIdentityResult")
                        .element("Arn", "arn:aws:iam::" + Account.ID + ":user/local")
                        .element("UserId", "AIDALOCALLOCALLOCALLO")
                        .element("Account", Account.ID)
                        .close("GetCallerIdentityResult")
                        .open("ResponseMetadata")
                        .element("RequestId", requestId)
                        .close("ResponseMetadata")
                        .close("GetCallerIdentityResponse")
                        .toString());
    }

    @Override
    public Reply refusal(AwsError error, String requestId) {
        return Reply.xml(error.status(), error.xml(NAMESPACE, requestId));
    }

    @Override
    public AwsError denial(Denial denial) {
        return denial.wordedByMostServices();
    }
}
