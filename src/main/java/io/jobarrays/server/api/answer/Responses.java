package io.jobarrays.server.api.answer;

import io.jobarrays.server.api.read.PageRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds answers in the accepted form: JSON, JSON lines, or the text that the CLI prints. */
public final class Responses {
    public static final String TEXT = MediaType.TEXT_PLAIN + ";charset=UTF-8";
    public static final String EXIT_CODE = "Spawn-Exit-Code";
    public static final String NEXT = "Spawn-Next";
    public static final String WARNING = "Spawn-Warning";
    public static final String AS_OF = "Spawn-As-Of";

    private Responses() {}

    public static ResponseBuilder ok(HttpHeaders request, Object view, Supplier<String> text) {
        return in(Response.ok(), request, view, text);
    }

    public static ResponseBuilder in(
            ResponseBuilder answer, HttpHeaders request, Object view, Supplier<String> text) {
        boolean asText =
                request.getAcceptableMediaTypes().stream()
                        .filter(type -> isText(type) || isJson(type))
                        .findFirst()
                        .filter(Responses::isText)
                        .isPresent();
        answer.header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        return asText
                ? answer.type(TEXT).entity(text.get())
                : answer.type(MediaType.APPLICATION_JSON_TYPE).entity(view);
    }

    /** Whether the text form is to have more columns or rows: {@code text/plain;wide=true}. */
    public static boolean isWide(HttpHeaders request) {
        return request.getAcceptableMediaTypes().stream()
                .anyMatch(type -> "true".equals(type.getParameters().get("wide")));
    }

    /** Headers for readers of the text form: the exit code of the CLI, and the next commands. */
    public static ResponseBuilder hints(
            ResponseBuilder answer, @Nullable Integer exitCode, List<String> next) {
        if (exitCode != null) {
            answer.header(EXIT_CODE, exitCode);
        }
        next.forEach(command -> answer.header(NEXT, oneLine(command)));
        return answer;
    }

    /** Headers for readers of the text form. */
    public static ResponseBuilder warn(ResponseBuilder answer, List<String> warnings) {
        warnings.forEach(warning -> answer.header(WARNING, oneLine(warning)));
        return answer;
    }

    /** An answer with a control character in a header is not sent, and its caller waits. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    /**
     * A page of {@code rows}, and the address of the next page in {@code Link}.
     *
     * @param rows one more than the page holds, if as many exist
     */
    public static <T> ResponseBuilder page(
            HttpHeaders request,
            UriInfo uri,
            PageRequest page,
            List<T> rows,
            Function<T, String> key,
            Function<List<T>, String> text) {
        List<T> shown = rows.subList(0, Math.min(page.limit(), rows.size()));
        ResponseBuilder answer =
                JsonLines.preferredBy(request)
                        ? lines(shown)
                        : ok(request, shown, () -> text.apply(shown));
        if (rows.size() > shown.size()) {
            String next =
                    uri.getRequestUriBuilder()
                            .replaceQueryParam(
                                    "cursor", PageRequest.cursor(key.apply(shown.getLast())))
                            .build()
                            .getRawQuery();
            answer.header(
                    HttpHeaders.LINK,
                    "<%s?%s>; rel=\"next\"".formatted(uri.getRequestUri().getRawPath(), next));
        }
        return answer;
    }

    /** As one JSON object a line. */
    public static ResponseBuilder lines(List<?> rows) {
        return Response.ok(rows, JsonLines.TYPE).header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    }

    private static boolean isText(MediaType type) {
        return MediaType.TEXT_PLAIN_TYPE.isCompatible(type) && !type.isWildcardType();
    }

    private static boolean isJson(MediaType type) {
        return MediaType.APPLICATION_JSON_TYPE.isCompatible(type);
    }
}
