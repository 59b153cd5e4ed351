package io.jobarrays.server.api.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Completes the operations of the users' document: the token, {@code Idempotency-Key}, and the
 * problems that follow from an operation's form.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class UserOperationsFilter implements OASFilter {
    private static final String TOKEN = "token";
    private static final String CONDITION = "If-Match";
    private static final String KEY = "Idempotency-Key";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        ProblemResponses.define(document.getComponents());
        document.getComponents()
                .addSecurityScheme(
                        TOKEN,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("Token of the control plane; spawn env exports it."))
                .addParameter(KEY, key());
        document.getPaths()
                .getPathItems()
                .forEach(
                        (path, item) ->
                                item.getOperations()
                                        .forEach(
                                                (method, operation) ->
                                                        complete(path, item, method, operation)));
    }

    private static void complete(
            String path, PathItem item, HttpMethod method, Operation operation) {
        operation.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(TOKEN));
        if (method == HttpMethod.POST
                && parameters(item, operation).map(Parameter::getName).noneMatch(KEY::equals)) {
            operation.addParameter(OASFactory.createParameter().ref(KEY));
        }
        parameters(item, operation).forEach(SharedParameters::describe);
        AnswerContent.describe(operation);
        if (parameters(item, operation).map(Parameter::getName).anyMatch(CONDITION::equals)) {
            operation.getResponses().addAPIResponse("412", ProblemResponses.of(412));
        }
        problems(path, method, operation)
                .forEach(
                        status ->
                                operation
                                        .getResponses()
                                        .addAPIResponse("" + status, ProblemResponses.of(status)));
    }

    private static List<Integer> problems(String path, HttpMethod method, Operation operation) {
        List<Integer> statuses = new ArrayList<>(List.of(401, 406, 422, 500));
        if (path.contains("{") || method == HttpMethod.POST) {
            statuses.add(404);
        }
        if (path.contains("{selector}")
                || method == HttpMethod.POST
                || method == HttpMethod.DELETE) {
            statuses.add(409);
        }
        if (operation.getRequestBody() != null) {
            statuses.addAll(List.of(400, 413, 415));
        }
        if (method == HttpMethod.POST) {
            statuses.addAll(List.of(429, 502, 503));
        }
        return statuses.stream().sorted().toList();
    }

    private static Stream<Parameter> parameters(PathItem item, Operation operation) {
        return Stream.of(item.getParameters(), operation.getParameters())
                .flatMap(list -> Optional.ofNullable(list).stream().flatMap(List::stream));
    }

    private static Parameter key() {
        return OASFactory.createParameter()
                .name(KEY)
                .in(Parameter.In.HEADER)
                .description(
                        "1 to 255 visible characters. The same call with the same key is carried"
                                + " out once and gets the first answer again.")
                .schema(OASFactory.createSchema().addType(SchemaType.STRING).maxLength(255));
    }
}
