package io.jobarrays.server.agents.identity;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.failpoints.Failpoint;
import io.jobarrays.server.failpoints.Failpoints;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.InstanceRows;
import io.jobarrays.server.problems.Refused;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Enrolment of agents: proves the identity of an instance, once per instance and key. */
@Path("/agents/enrol")
@RunOnVirtualThread
@Tag(name = "agents")
@Extension(name = "x-smallrye-profile-agents", value = "")
public class EnrolResource {
    private final InstanceRows instances;
    private final IdentityDocuments documents;
    private final AgentTokens tokens;
    private final EnrolmentRefusals refusals;

    EnrolResource(
            InstanceRows instances,
            IdentityDocuments documents,
            AgentTokens tokens,
            EnrolmentRefusals refusals) {
        this.instances = instances;
        this.documents = documents;
        this.tokens = tokens;
        this.refusals = refusals;
    }

    /**
     * The nonce from user data, and identity document and signature from the metadata service.
     *
     * @param publicKey Ed25519 key of the agent: X.509 in Base64
     */
    public record Enrolment(
            String arrayId,
            int index,
            String instanceId,
            String nonce,
            String document,
            String signature,
            @Nullable String publicKey) {

        /** The same; {@link Refusal} names a missing field. */
        Enrolment complete() {
            RequiredTexts.check("array_id", arrayId);
            RequiredTexts.check("instance_id", instanceId);
            RequiredTexts.check("nonce", nonce);
            RequiredTexts.check("document", document);
            RequiredTexts.check("signature", signature);
            RequiredTexts.check("public_key", publicKey);
            return this;
        }
    }

    /** The token, and the generation and attempt of the member. */
    public record Enrolled(String token, Instant expiresAt, int generation, int attempt) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "enrolAgent",
            summary = "Exchanges a nonce and an identity document for a token")
    public Enrolled enrol(@Nullable Enrolment body) {
        Enrolment enrolment = RequiredTexts.body(body).complete();
        String key = key(enrolment);
        Assignment assignment =
                instances
                        .assignment(enrolment.instanceId())
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                409,
                                                "SPAWN-NOT-YET",
                                                "the launch of %s is not recorded yet; ask again"
                                                        .formatted(enrolment.instanceId())));
        if (!assignment.arrayId().equals(enrolment.arrayId())
                || assignment.index() != enrolment.index()) {
            throw refused(assignment, enrolment, "it was launched for another index");
        }
        if (!documents.verify(
                enrolment.instanceId(), enrolment.document(), enrolment.signature())) {
            throw refused(
                    assignment,
                    enrolment,
                    "its identity document was not signed by this cloud for it");
        }
        if (!tokens.holdsAssignment(assignment)) {
            throw refused(assignment, enrolment, "it has ended or was replaced");
        }
        Failpoints.reach(Failpoint.ENROL_BEFORE_COMMIT);
        AgentTokens.Issued issued =
                tokens.enrol(assignment, enrolment.nonce(), key)
                        .orElseThrow(
                                () ->
                                        refused(
                                                assignment,
                                                enrolment,
                                                "its nonce is wrong or was used before, by another"
                                                        + " key"));
        Failpoints.reach(Failpoint.ENROL_AFTER_COMMIT);
        return new Enrolled(
                issued.token(), issued.expiresAt(), assignment.generation(), assignment.attempt());
    }

    private static String key(Enrolment enrolment) {
        if (enrolment.publicKey() == null) {
            throw new Refusal("public_key: missing; an agent enrols with its own key");
        }
        return Ed25519.requirePublicKey(enrolment.publicKey());
    }

    private Refused refused(Assignment assignment, Enrolment enrolment, String why) {
        refusals.report(assignment, "it may not enrol: " + why);
        return new Refused(
                403,
                "SPAWN-NOT-ENROLLED",
                "instance %s may not enrol as %s[%d]: %s"
                        .formatted(
                                enrolment.instanceId(),
                                enrolment.arrayId(),
                                enrolment.index(),
                                why));
    }
}
