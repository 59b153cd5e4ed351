package io.jobarrays.server.api.idempotency;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;

/** All POST routes below {@code /api/v1}, read from the annotations of the server's classes. */
final class PostRoutes {
    private PostRoutes() {}

    /** One route, with {@code x} for each path parameter. */
    record Route(String path, String consumes) {}

    static List<Route> all() {
        List<Route> routes =
                new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages("io.jobarrays.server")
                                .stream()
                                .flatMap(type -> type.getMethods().stream())
                                .filter(method -> method.isAnnotatedWith(POST.class))
                                .map(PostRoutes::route)
                                .filter(route -> route.path().startsWith("/api/v1/"))
                                .toList();
        if (routes.size() < 15) {
            throw new IllegalStateException("POST routes are missing: " + routes);
        }
        return routes;
    }

    private static Route route(JavaMethod method) {
        JavaClass type = method.getOwner();
        String path =
                type.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("")
                        + "/"
                        + method.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("");
        String consumes =
                method.tryGetAnnotationOfType(Consumes.class)
                        .or(() -> type.tryGetAnnotationOfType(Consumes.class))
                        .map(it -> it.value()[0])
                        .orElse("application/json");
        return new Route(path.replaceAll("\\{[^}]+}", "x"), consumes);
    }
}
