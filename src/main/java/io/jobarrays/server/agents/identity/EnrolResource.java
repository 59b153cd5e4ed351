package io.jobarrays.server.agents.identity;

import static java.util.Objects.requireNonNull;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.caller.CallerAddress;
import io.jobarrays.server.failpoints.Failpoint;
import io.jobarrays.server.failpoints.Failpoints;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.InstanceRows;
import io.jobarrays.server.problems.Refused;
import io.jobarrays.server.publicurl.PublicUrlCheck;
import io.jobarrays.server.state.StampedSecrets;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
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
    private final StampedSecrets secrets;
    private final FailedAttempts attempts;
    private final UnauthenticatedBody bodies;
    private final CallerAddress addresses;
    private final PublicUrlCheck publicUrl;

    EnrolResource(
            InstanceRows instances,
            IdentityDocuments documents,
            AgentTokens tokens,
            EnrolmentRefusals refusals,
            StampedSecrets secrets,
            FailedAttempts attempts,
            UnauthenticatedBody bodies,
            CallerAddress addresses,
            PublicUrlCheck publicUrl) {
        this.instances = instances;
        this.documents = documents;
        this.tokens = tokens;
        this.refusals = refusals;
        this.secrets = secrets;
        this.attempts = attempts;
        this.bodies = bodies;
        this.addresses = addresses;
        this.publicUrl = publicUrl;
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
            Ed25519.requirePublicKey(requireNonNull(publicKey));
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
    @RequestBody(content = @Content(schema = @Schema(implementation = Enrolment.class)))
    public Enrolled enrol(@Context HttpServerRequest request, InputStream body) {
        String address = addresses.of(request);
        return enrol(bodies.read(body, Enrolment.class, Enrolment::complete, address), address);
    }

    Enrolled enrol(Enrolment enrolment, String address) {
        attempts.admit(provenMachine(enrolment), address);
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
                tokens.enrol(assignment, enrolment.nonce(), requireNonNull(enrolment.publicKey()))
                        .orElseThrow(
                                () ->
                                        refused(
                                                assignment,
                                                enrolment,
                                                "its nonce is wrong or was used before, by another"
                                                        + " key"));
        Failpoints.reach(Failpoint.ENROL_AFTER_COMMIT);
        publicUrl.reachedByAgent();
        return new Enrolled(
                issued.token(), issued.expiresAt(), assignment.generation(), assignment.attempt());
    }

    /** A nonce that was made up costs no verification of a document. */
    private Optional<String> provenMachine(Enrolment enrolment) {
        boolean proven =
                secrets.isStamped(StampedSecrets.Kind.NONCE, enrolment.arrayId(), enrolment.nonce())
                        && documents.verify(
                                enrolment.instanceId(),
                                enrolment.document(),
                                enrolment.signature());
        return proven ? Optional.of(enrolment.instanceId()) : Optional.empty();
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
