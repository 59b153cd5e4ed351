package io.jobarrays.server.api.openapi;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Routes of the server's resources, {@code get /api/v1/arrays}, read from their annotations. */
final class ResourceRoutes {
    private ResourceRoutes() {}

    static Set<String> all() {
        return new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.jobarrays.server")
                        .stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isMetaAnnotatedWith(HttpMethod.class))
                        .map(ResourceRoutes::route)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String route(JavaMethod method) {
        String verb =
                method.getAnnotations().stream()
                        .map(it -> it.getRawType().getSimpleName())
                        .filter(name -> name.equals(name.toUpperCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow();
        String path =
                method.getOwner().tryGetAnnotationOfType(Path.class).map(Path::value).orElse("")
                        + "/"
                        + method.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("");
        return verb.toLowerCase(Locale.ROOT) + " " + path.replace("//", "/").replaceAll("/$", "");
    }
}
