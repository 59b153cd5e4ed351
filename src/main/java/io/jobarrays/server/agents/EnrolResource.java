package io.jobarrays.server.agents;

import io.jobarrays.server.instances.Instances;
import io.jobarrays.server.instances.Place;
import io.jobarrays.server.problems.Refused;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.logging.Logger;

/** Where an agent says who it is, once in the life of its instance. */
@Path("/agents/enrol")
@RunOnVirtualThread
public class EnrolResource {
    private static final Logger LOG = Logger.getLogger(EnrolResource.class);

    private final Instances instances;
    private final IdentityDocuments documents;
    private final Tokens tokens;

    EnrolResource(Instances instances, IdentityDocuments documents, Tokens tokens) {
        this.instances = instances;
        this.documents = documents;
        this.tokens = tokens;
    }

    /** The nonce from user data, and what the metadata service says of the instance. */
    public record Enrolment(
            String arrayId,
            int index,
            String instanceId,
            String nonce,
            String document,
            String signature) {}

    /** What the agent is from now on. */
    public record Enrolled(String token, int generation, int attempt) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Transactional
    public Enrolled enrol(Enrolment enrolment) {
        Place place =
                instances
                        .place(enrolment.instanceId())
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                409,
                                                "SPAWN-NOT-YET",
                                                "the launch of %s is not recorded yet; ask again"
                                                        .formatted(enrolment.instanceId())));
        if (!place.arrayId().equals(enrolment.arrayId()) || place.index() != enrolment.index()) {
            throw refused(enrolment, "it was launched for another index");
        }
        if (!documents.vouchFor(
                enrolment.instanceId(), enrolment.document(), enrolment.signature())) {
            throw refused(enrolment, "its identity document is not this cloud's word for it");
        }
        if (!instances.holds(place)) {
            throw refused(enrolment, "it has ended or was replaced");
        }
        if (!instances.enrol(place, enrolment.nonce())) {
            throw refused(enrolment, "its nonce is wrong or was used before");
        }
        return new Enrolled(tokens.issue(place), place.generation(), place.attempt());
    }

    private static Refused refused(Enrolment enrolment, String why) {
        String sentence =
                "instance %s may not enrol as %s[%d]: %s"
                        .formatted(
                                enrolment.instanceId(),
                                enrolment.arrayId(),
                                enrolment.index(),
                                why);
        LOG.warn(sentence);
        return new Refused(403, "SPAWN-NOT-ENROLLED", sentence);
    }
}
