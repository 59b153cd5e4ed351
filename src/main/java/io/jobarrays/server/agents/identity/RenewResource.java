package io.jobarrays.server.agents.identity;

import io.jobarrays.server.caller.CallerAddress;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.InstanceRows;
import io.jobarrays.server.problems.Refused;
import io.jobarrays.server.state.StampedSecrets;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
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

/** Renewal of the token of an enrolled agent by its key. */
@Path("/agents")
@RunOnVirtualThread
@Tag(name = "agents")
@Extension(name = "x-smallrye-profile-agents", value = "")
@Produces(MediaType.APPLICATION_JSON)
public class RenewResource {
    private final Challenges challenges;
    private final AgentKeyRows keys;
    private final InstanceRows instances;
    private final AgentTokens tokens;
    private final EnrolmentRefusals refusals;
    private final StampedSecrets secrets;
    private final FailedAttempts attempts;
    private final UnauthenticatedBody bodies;
    private final CallerAddress addresses;

    RenewResource(
            Challenges challenges,
            AgentKeyRows keys,
            InstanceRows instances,
            AgentTokens tokens,
            EnrolmentRefusals refusals,
            StampedSecrets secrets,
            FailedAttempts attempts,
            UnauthenticatedBody bodies,
            CallerAddress addresses) {
        this.challenges = challenges;
        this.keys = keys;
        this.instances = instances;
        this.tokens = tokens;
        this.refusals = refusals;
        this.secrets = secrets;
        this.attempts = attempts;
        this.bodies = bodies;
        this.addresses = addresses;
    }

    /** Text to be signed, valid for a minute. */
    public record Challenge(String challenge) {}

    /**
     * The signature, in Base64, is over {@code "renew\n" + instance_id + "\n" + challenge}.
     *
     * @param token the last one, also expired: it proves without the database that the caller is no
     *     stranger
     */
    public record Renewal(
            String instanceId, String challenge, String signature, @Nullable String token) {

        /** The same; {@link io.jobarrays.contract.Refusal} names a missing field. */
        Renewal complete() {
            RequiredTexts.check("instance_id", instanceId);
            RequiredTexts.check("challenge", challenge);
            RequiredTexts.check("signature", signature);
            return this;
        }
    }

    /** The next token. */
    public record Renewed(String token, Instant expiresAt) {}

    @GET
    @Path("/challenge")
    @Operation(
            operationId = "createChallenge",
            summary = "Returns a challenge to sign within a minute")
    public Challenge challenge() {
        return new Challenge(challenges.create());
    }

    /** 401: retry with a new challenge; 403: this instance gets no token again. */
    @POST
    @Path("/token")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "renewToken",
            summary = "Exchanges a signed challenge for the next token")
    @RequestBody(content = @Content(schema = @Schema(implementation = Renewal.class)))
    public Renewed renew(@Context HttpServerRequest request, InputStream body) {
        String address = addresses.of(request);
        return renew(bodies.read(body, Renewal.class, Renewal::complete, address), address);
    }

    Renewed renew(Renewal renewal, String address) {
        if (!challenges.isValid(renewal.challenge())) {
            attempts.failed(address);
            throw new Refused(
                    401,
                    "SPAWN-CHALLENGE",
                    "the challenge is expired or not of this server; request another");
        }
        attempts.admit(provenMachine(renewal), address);
        Assignment assignment =
                instances
                        .assignment(renewal.instanceId())
                        .orElseThrow(() -> unknown(renewal.instanceId()));
        AgentKey key =
                keys.find(renewal.instanceId()).orElseThrow(() -> unknown(renewal.instanceId()));
        String text = "renew\n%s\n%s".formatted(renewal.instanceId(), renewal.challenge());
        if (!Ed25519.verify(key.publicKey, text, renewal.signature())) {
            refusals.report(
                    assignment, "it asked for a token with another key than it enrolled with");
            throw new Refused(
                    401,
                    "SPAWN-SIGNATURE",
                    "the signature is not by the key that %s enrolled with"
                            .formatted(renewal.instanceId()));
        }
        if (!tokens.holdsAssignment(assignment)) {
            refusals.report(assignment, AgentTokens.REPLACED_REASON);
            throw new Refused(
                    403,
                    "SPAWN-REPLACED",
                    "%s gets no token as %s[%d]: %s"
                            .formatted(
                                    assignment.instanceId(),
                                    assignment.arrayId(),
                                    assignment.index(),
                                    AgentTokens.REPLACED_REASON));
        }
        AgentTokens.Issued issued = tokens.renew(assignment, key);
        return new Renewed(issued.token(), issued.expiresAt());
    }

    private Optional<String> provenMachine(Renewal renewal) {
        return Optional.ofNullable(renewal.token())
                .filter(
                        token ->
                                secrets.isStamped(
                                        StampedSecrets.Kind.TOKEN, renewal.instanceId(), token))
                .map(token -> renewal.instanceId());
    }

    private static Refused unknown(String instanceId) {
        return new Refused(
                401, "SPAWN-NOT-ENROLLED", "%s has not enrolled yet".formatted(instanceId));
    }
}
