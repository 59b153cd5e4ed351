package io.jobarrays.localcloud.account;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.front.DenialReason;
import io.jobarrays.localcloud.front.HttpCall;
import io.jobarrays.localcloud.front.HttpReply;
import io.jobarrays.localcloud.front.ServiceApi;
import io.jobarrays.localcloud.protocol.AwsError;
import io.jobarrays.localcloud.protocol.XmlWriter;
import java.util.Optional;

/** STS: GetCallerIdentity. */
public final class StsApi implements ServiceApi {
    private static final String VERSION = "2011-06-15";
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/" + VERSION + "/";

    @Override
    public String service() {
        return "sts";
    }

    @Override
    public boolean speaks(HttpCall request) {
        return request.path().equals("/")
                && VERSION.equals(request.formParameters().get("Version"));
    }

    @Override
    public Optional<String> operation(HttpCall request) {
        return Optional.ofNullable(request.formParameters().get("Action"))
                .filter("GetCallerIdentity"::equals);
    }

    @Override
    public HttpReply answer(HttpCall request, String requestId) {
        if (operation(request).isEmpty()) {
            throw AwsError.notImplemented("STS " + request.formParameters().get("Action"));
        }
        return HttpReply.xml(
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
    public HttpReply refusal(AwsError error, String requestId) {
        return HttpReply.xml(error.status(), error.xml(NAMESPACE, requestId));
    }

    /** STS speaks the Query protocol, whose code has no suffix. */
    @Override
    public AwsError throttled() {
        return new AwsError(400, "Throttling", "Rate exceeded");
    }

    @Override
    public AwsError denial(DenialReason denial) {
        return denial.defaultError();
    }
}
