package io.jobarrays.server.api.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jspecify.annotations.Nullable;

/**
 * Takes nullable and required properties of a schema from {@code @Nullable} in its record. In
 * answers every property is present; in requests what is nullable may be absent.
 */
@OpenApiFilter(
        stages = OpenApiFilter.RunStage.BUILD,
        documentNames = OpenApiFilter.FILTER_RUN_FOR_ANY_DOCUMENT)
public class NullnessFilter implements OASFilter {
    private static final String ROOT = "io.jobarrays.";
    private static final DotName NULLABLE = DotName.createSimple(Nullable.class);
    private static final DotName UNWRAPPED =
            DotName.createSimple("com.fasterxml.jackson.annotation.JsonUnwrapped");
    private static final DotName SCHEMA =
            DotName.createSimple(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
    private static final Pattern UPPER_CASE = Pattern.compile("(?<!^)([A-Z])");

    private final IndexView index;
    private final Map<String, ClassInfo> records = new HashMap<>();

    public NullnessFilter(IndexView index) {
        this.index = index;
        index.getKnownClasses().stream()
                .filter(type -> type.isRecord() && type.name().toString().startsWith(ROOT))
                .forEach(type -> records.put(type.simpleName(), type));
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents()
                .getSchemas()
                .forEach(
                        (name, schema) -> {
                            ClassInfo type = records.get(name);
                            if (type != null) {
                                describe(type, schema, name.endsWith("Request"));
                            }
                        });
    }

    private void describe(ClassInfo type, Schema schema, boolean request) {
        for (RecordComponentInfo component : type.recordComponents()) {
            if (type.field(component.name()).hasAnnotation(UNWRAPPED)) {
                describe(index.getClassByName(component.type().name()), schema, request);
                continue;
            }
            String property = property(type.field(component.name()));
            Schema described = Objects.requireNonNull(schema.getProperties().get(property));
            boolean nullable = component.type().hasAnnotation(NULLABLE);
            if (nullable) {
                schema.addProperty(property, orNull(described));
            }
            if (!nullable || !request) {
                schema.addRequired(property);
            }
        }
    }

    /** The name in its {@code @Schema}, where a record cannot have a component of that name. */
    private static String property(FieldInfo field) {
        AnnotationInstance described = field.annotation(SCHEMA);
        AnnotationValue given = described == null ? null : described.value("name");
        return given == null ? snakeCase(field.name()) : given.asString();
    }

    /** A reference takes no type beside it. */
    private static Schema orNull(Schema schema) {
        return schema.getRef() == null
                ? schema.addType(SchemaType.NULL)
                : OASFactory.createSchema()
                        .anyOf(List.of(schema, OASFactory.createSchema().addType(SchemaType.NULL)));
    }

    private static String snakeCase(String name) {
        return UPPER_CASE.matcher(name).replaceAll("_$1").toLowerCase(Locale.ROOT);
    }
}
