package io.jobarrays.localcloud.account;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.front.DenialReason;
import io.jobarrays.localcloud.front.HttpCall;
import io.jobarrays.localcloud.front.HttpReply;
import io.jobarrays.localcloud.front.ServiceApi;
import io.jobarrays.localcloud.front.SignatureVerifier;
import io.jobarrays.localcloud.keys.RoleKey;
import io.jobarrays.localcloud.keys.RoleKeys;
import io.jobarrays.localcloud.keys.WebIdentityToken;
import io.jobarrays.localcloud.protocol.AwsError;
import io.jobarrays.localcloud.protocol.XmlWriter;
import java.util.Optional;
import java.util.Set;

/** STS: GetCallerIdentity, and AssumeRoleWithWebIdentity, which pods with a role of IAM call. */
public final class StsApi implements ServiceApi {
    private static final String VERSION = "2011-06-15";
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/" + VERSION + "/";
    private static final String ASSUME_ROLE = "AssumeRoleWithWebIdentity";
    private static final Set<String> OPERATIONS = Set.of("GetCallerIdentity", ASSUME_ROLE);

    private final WebIdentityToken identity;
    private final RoleKeys keys;

    public StsApi(WebIdentityToken identity, RoleKeys keys) {
        this.identity = identity;
        this.keys = keys;
    }

    @Override
    public String service() {
        return "sts";
    }

    @Override
    public boolean speaks(HttpCall request) {
        return request.path().equals("/")
                && VERSION.equals(request.formParameters().get("Version"));
    }

    /** The token is the proof: the caller has no key yet. */
    @Override
    public boolean isSigned(HttpCall request) {
        return !operation(request).filter(ASSUME_ROLE::equals).isPresent();
    }

    @Override
    public Optional<String> operation(HttpCall request) {
        return Optional.ofNullable(request.formParameters().get("Action"))
                .filter(OPERATIONS::contains);
    }

    @Override
    public HttpReply answer(HttpCall request, String requestId) {
        String operation =
                operation(request)
                        .orElseThrow(
                                () ->
                                        AwsError.notImplemented(
                                                "STS " + request.formParameters().get("Action")));
        XmlWriter answer =
                new XmlWriter().root(operation + "Response", NAMESPACE).open(operation + "Result");
        if (operation.equals(ASSUME_ROLE)) {
            writeSession(answer, AssumedRole.of(request.formParameters()));
        } else {
            writeCaller(answer, request);
        }
        return HttpReply.xml(
                200,
                answer.close(operation + "Result")
                        .open("ResponseMetadata")
                        .element("RequestId", requestId)
                        .close("ResponseMetadata")
                        .close(operation + "Response")
                        .toString());
    }

    private void writeCaller(XmlWriter answer, HttpCall request) {
        Optional<String> session =
                SignatureVerifier.keyId(request).flatMap(keys::find).flatMap(RoleKey::session);
        answer.element("Arn", session.orElse("arn:aws:iam::" + Account.ID + ":user/local"))
                .element("UserId", session.map(AssumedRole::userId).orElse("AIDALOCALLOCALLOCALLO"))
                .element("Account", Account.ID);
    }

    private void writeSession(XmlWriter answer, AssumedRole role) {
        if (!identity.matches(role.token())) {
            throw new AwsError(
                    "InvalidIdentityToken",
                    "The token is not that of the file web-identity-token of the local cloud.");
        }
        RoleKey issued = keys.assume(role.session(), role.lifetime());
        answer.element("SubjectFromWebIdentityToken", "system:serviceaccount:local:local")
                .element("Audience", "sts.amazonaws.com")
                .open("AssumedRoleUser")
                .element("Arn", role.session())
                .element("AssumedRoleId", AssumedRole.userId(role.session()))
                .close("AssumedRoleUser")
                .open("Credentials")
                .element("AccessKeyId", issued.key().id())
                .element("SecretAccessKey", issued.key().secret())
                .element("SessionToken", issued.token())
                .element("Expiration", issued.expiresAt().toString())
                .close("Credentials");
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
