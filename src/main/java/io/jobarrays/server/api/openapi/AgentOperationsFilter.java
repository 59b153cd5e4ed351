package io.jobarrays.server.api.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Completes the operations of the agents' document: the agent's token and problems. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD, documentNames = "agents")
public class AgentOperationsFilter implements OASFilter {
    private static final String TOKEN = "agent-token";

    /** How an agent gets its token needs none. */
    private static final List<String> OPEN =
            List.of("/agents/enrol", "/agents/challenge", "/agents/token");

    private static final List<Integer> PROBLEMS =
            List.of(400, 401, 403, 404, 406, 409, 413, 422, 429, 500);

    @Override
    public void filterOpenAPI(OpenAPI document) {
        ProblemResponses.define(document.getComponents());
        document.getComponents()
                .addSecurityScheme(
                        TOKEN,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description(
                                        "Token of one attempt of one member, from enrolment;"
                                                + " for the archive the nonce of the launch."));
        document.getPaths()
                .getPathItems()
                .forEach(
                        (path, item) ->
                                item.getOperations()
                                        .values()
                                        .forEach(operation -> complete(path, operation)));
    }

    private static void complete(String path, Operation operation) {
        if (!OPEN.contains(path)) {
            operation.addSecurityRequirement(
                    OASFactory.createSecurityRequirement().addScheme(TOKEN));
        }
        AnswerContent.describe(operation);
        PROBLEMS.stream()
                .filter(status -> !operation.getResponses().hasAPIResponse("" + status))
                .forEach(
                        status ->
                                operation
                                        .getResponses()
                                        .addAPIResponse("" + status, ProblemResponses.of(status)));
    }
}
