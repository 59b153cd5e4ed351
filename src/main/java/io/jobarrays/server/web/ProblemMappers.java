package io.jobarrays.server.web;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.aws.AwsFailure;
import io.jobarrays.server.batch.jobxml.xml.XmlRefused;
import io.jobarrays.server.problems.NotFound;
import io.jobarrays.server.problems.Refused;
import io.jobarrays.server.web.Problem.Finding;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps each exception of a resource to a problem document, without its stack trace. */
class ProblemMappers {
    private final AllowedMethods methods;

    ProblemMappers(AllowedMethods methods) {
        this.methods = methods;
    }

    @ServerExceptionMapper
    Response of(Refusal refusal) {
        return response(ProblemMapping.of(refusal));
    }

    @ServerExceptionMapper
    Response of(NotFound missing) {
        return response(ProblemMapping.of(missing));
    }

    @ServerExceptionMapper
    Response of(Refused refused) {
        return response(ProblemMapping.of(refused));
    }

    @ServerExceptionMapper
    Response of(MalformedBody malformed) {
        return response(
                Problem.of(400, "SPAWN-MALFORMED", sentence(malformed))
                        .withErrors(List.of(malformed.finding())));
    }

    @ServerExceptionMapper
    Response of(XmlRefused refused) {
        String code =
                switch (refused.status()) {
                    case 400 -> "SPAWN-MALFORMED";
                    case 413 -> "SPAWN-TOO-LARGE";
                    default -> "SPAWN-BAD-JOB-XML";
                };
        return response(
                Problem.of(refused.status(), code, sentence(refused))
                        .withErrors(
                                refused.errors().stream()
                                        .map(e -> new Finding(e.line(), e.column(), e.message()))
                                        .toList()));
    }

    @ServerExceptionMapper
    Response of(AwsFailure failure) {
        return response(AwsProblem.of(failure));
    }

    @ServerExceptionMapper
    Response of(NotFoundException missing, @Context UriInfo uri) {
        return response(
                Problem.of(
                        404,
                        "SPAWN-NOT-FOUND",
                        "there is no %s here; /q/openapi lists all calls"
                                .formatted(uri.getPath())));
    }

    @ServerExceptionMapper
    Response of(NotAllowedException e, @Context Request request, @Context UriInfo uri) {
        Problem problem =
                Problem.of(
                        405,
                        "SPAWN-METHOD-NOT-ALLOWED",
                        "%s cannot be called with %s; /q/openapi lists all calls"
                                .formatted(uri.getPath(), request.getMethod()));
        return Response.fromResponse(response(problem))
                .header(
                        HttpHeaders.ALLOW,
                        String.join(", ", methods.of(uri.getRequestUri().getRawPath())))
                .build();
    }

    @ServerExceptionMapper
    Response of(NotSupportedException e, @Context HttpHeaders headers, @Context UriInfo uri) {
        return response(
                Problem.of(
                        415,
                        "SPAWN-MEDIA-TYPE",
                        "%s takes no %s; /q/openapi lists what it takes"
                                .formatted(
                                        uri.getPath(),
                                        headers.getHeaderString(HttpHeaders.CONTENT_TYPE))));
    }

    @ServerExceptionMapper
    Response of(NotAcceptableException e, @Context HttpHeaders headers, @Context UriInfo uri) {
        return response(
                Problem.of(
                        406,
                        "SPAWN-MEDIA-TYPE",
                        "%s is not available as %s; ask for application/json"
                                .formatted(
                                        uri.getPath(),
                                        headers.getHeaderString(HttpHeaders.ACCEPT))));
    }

    @ServerExceptionMapper
    Response of(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        return status < 400
                ? e.getResponse()
                : response(Problem.of(status, "SPAWN-HTTP-" + status, sentence(e)));
    }

    @ServerExceptionMapper
    Response of(Throwable unexpected) {
        return response(ProblemMapping.of(unexpected));
    }

    static Response response(Problem problem) {
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem.json());
        if (problem.retryAfter().isPositive()) {
            response.header(HttpHeaders.RETRY_AFTER, problem.retryAfter().toSeconds());
        }
        return response.build();
    }

    private static String sentence(Exception e) {
        return String.valueOf(e.getMessage());
    }
}
