package io.jobarrays.localcloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;

/**
 * Compares the table of parameters with the code: a class of the local cloud reads every honoured
 * parameter, except those that the documentation names as without effect.
 */
class HonouredParametersTest {
    private static final String MODELS = "software.amazon.awssdk.services.ec2.model.";

    /** Read for all operations at once, by its name. */
    private static final String DRY_RUN = "DryRun";

    @Test
    void onlyDocumentedParametersAreAcceptedWithoutEffect() throws Exception {
        Set<String> called = calledMethods();
        Map<String, Set<String>> unread = new TreeMap<>();
        for (List<String> row : ec2Rows()) {
            for (String name : names(row.get(1))) {
                if (!name.equals(DRY_RUN) && !isRead(row.getFirst(), name, called)) {
                    unread.computeIfAbsent(row.getFirst(), _ -> new TreeSet<>()).add(name);
                }
            }
        }

        assertThat(unread)
                .isEqualTo(
                        DocumentedTables.rows("Parameters without effect").stream()
                                .collect(
                                        Collectors.toMap(
                                                List::getFirst, row -> names(row.get(1)))));
    }

    private static List<List<String>> ec2Rows() throws IOException {
        return DocumentedTables.rows("Parameters of the operations").stream()
                .takeWhile(row -> !row.getFirst().equals("CreateHostedZone"))
                .toList();
    }

    /** {@code CLASS.METHOD} of every call and method reference in the local cloud. */
    private static Set<String> calledMethods() {
        return new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.jobarrays.localcloud")
                        .stream()
                        .flatMap(type -> type.getAccessesFromSelf().stream())
                        .map(it -> it.getTargetOwner().getFullName() + "." + it.getName())
                        .collect(Collectors.toSet());
    }

    private static boolean isRead(String operation, String name, Set<String> called)
            throws ReflectiveOperationException {
        Class<?> request = Class.forName(MODELS + operation + "Request");
        SdkPojo builder = (SdkPojo) request.getMethod("builder").invoke(null);
        return isRead(request, builder, name, called);
    }

    private static boolean isRead(
            Class<?> model, SdkPojo builder, String name, Set<String> called) {
        String[] path = name.split("\\.", 2);
        SdkField<?> field =
                builder.sdkFields().stream()
                        .filter(it -> it.locationName().equals(path[0]))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(name + " is no parameter"));
        if (path.length == 1) {
            String getter = model.getName() + "." + decapitalized(field.memberName());
            return Stream.of("", "AsString", "AsStrings")
                    .anyMatch(suffix -> called.contains(getter + suffix));
        }
        SdkField<?> member =
                field.marshallingType() == MarshallingType.LIST
                        ? field.getTrait(ListTrait.class).memberFieldInfo()
                        : field;
        SdkPojo below = member.constructor().get();
        return isRead(below.getClass().getEnclosingClass(), below, path[1], called);
    }

    private static String decapitalized(String text) {
        return Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    private static Set<String> names(String cell) {
        return Arrays.stream(cell.split(", ", -1)).collect(Collectors.toCollection(TreeSet::new));
    }
}
