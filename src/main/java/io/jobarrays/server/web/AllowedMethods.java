package io.jobarrays.server.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** HTTP methods that a path can be called with, read from the annotations of all resources. */
@ApplicationScoped
class AllowedMethods {
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");

    private final List<Route> routes;

    AllowedMethods(BeanManager beans) {
        this.routes =
                beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                        .<Class<?>>map(bean -> bean.getBeanClass())
                        .filter(type -> type.isAnnotationPresent(Path.class))
                        .distinct()
                        .flatMap(AllowedMethods::routes)
                        .toList();
    }

    private record Route(Pattern path, String method) {}

    /**
     * Value of the header {@code Allow}.
     *
     * @param path as it was sent, without the query
     * @return empty when nothing has the path
     */
    Set<String> of(String path) {
        Set<String> methods = new TreeSet<>();
        for (Route route : routes) {
            if (route.path().matcher(path).matches()) {
                methods.add(route.method());
            }
        }
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        if (!methods.isEmpty()) {
            methods.add(HttpMethod.OPTIONS);
        }
        return methods;
    }

    private static Stream<Route> routes(Class<?> resource) {
        return Arrays.stream(resource.getDeclaredMethods())
                .flatMap(
                        method ->
                                Arrays.stream(method.getAnnotations())
                                        .flatMap(AllowedMethods::httpMethod)
                                        .map(name -> new Route(path(resource, method), name)));
    }

    private static Stream<String> httpMethod(Annotation annotation) {
        return Stream.ofNullable(annotation.annotationType().getAnnotation(HttpMethod.class))
                .map(HttpMethod::value);
    }

    private static Pattern path(Class<?> resource, Method method) {
        Path below = method.getAnnotation(Path.class);
        String template =
                "/%s/%s"
                        .formatted(
                                resource.getAnnotation(Path.class).value(),
                                below == null ? "" : below.value())
                        .replaceAll("/+", "/")
                        .replaceAll("/$", "");
        return Pattern.compile(
                Arrays.stream(PARAMETER.splitWithDelimiters(template, 0))
                                .map(part -> part.startsWith("{") ? "[^/]+" : Pattern.quote(part))
                                .reduce("", String::concat)
                        + "/?");
    }
}
