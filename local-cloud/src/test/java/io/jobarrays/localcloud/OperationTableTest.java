package io.jobarrays.localcloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;

/**
 * Compares the table of parameters with the SDK's models and with the answers: the table names
 * every parameter of an EC2 operation, honoured ones are read, the others are refused.
 */
class OperationTableTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(1);

    private static final String MODELS = "software.amazon.awssdk.services.ec2.model.";

    @TestFactory
    Stream<DynamicTest> tableNamesEveryParameterAndWhetherItIsHonoured() throws IOException {
        return DocumentedTables.rows("Parameters of the operations").stream()
                .takeWhile(row -> !row.getFirst().equals("CreateHostedZone"))
                .map(
                        row ->
                                DynamicTest.dynamicTest(
                                        row.getFirst(),
                                        () ->
                                                check(
                                                        row.get(0),
                                                        names(row.get(1)),
                                                        names(row.get(2)))));
    }

    private static void check(String operation, Set<String> honoured, Set<String> refused)
            throws Exception {
        SdkPojo request =
                (SdkPojo)
                        Class.forName(MODELS + operation + "Request")
                                .getMethod("builder")
                                .invoke(null);

        assertThat(
                        Stream.concat(honoured.stream(), refused.stream())
                                .map(OperationTableTest::first))
                .containsAll(request.sdkFields().stream().map(SdkField::locationName).toList());
        for (String name : honoured) {
            assertThat(answer(operation, request, name))
                    .as("%s of %s", name, operation)
                    .doesNotContain("<Code>NotImplemented</Code>", "UnknownParameter");
        }
        for (String name : refused) {
            assertThat(answer(operation, request, name))
                    .as("%s of %s", name, operation)
                    .contains("<Code>NotImplemented</Code>");
        }
    }

    private static String answer(String operation, SdkPojo request, String name) throws Exception {
        return CLOUD.signed()
                .query(
                        "ec2",
                        "Version=2016-11-15&Action=%s&%s"
                                .formatted(operation, sample(request, name)))
                .body();
    }

    /** The parameter with a value of its type, {@code Filter.1.Name=x}. */
    private static String sample(SdkPojo model, String name) {
        SdkField<?> field =
                model.sdkFields().stream()
                        .filter(it -> it.locationName().equals(first(name)))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(name + " is no parameter"));
        String key = first(name);
        if (field.marshallingType() == MarshallingType.LIST) {
            key += ".1";
            field = field.getTrait(ListTrait.class).memberFieldInfo();
        }
        if (field.marshallingType() != MarshallingType.SDK_POJO) {
            return key + "=" + value(field.marshallingType());
        }
        SdkPojo below = field.constructor().get();
        String rest =
                name.contains(".")
                        ? name.substring(name.indexOf('.') + 1)
                        : below.sdkFields().getFirst().locationName();
        return key + "." + sample(below, rest);
    }

    private static String value(MarshallingType<?> type) {
        if (type == MarshallingType.INTEGER || type == MarshallingType.LONG) {
            return "1";
        } else if (type == MarshallingType.BOOLEAN) {
            return "true";
        } else if (type == MarshallingType.DOUBLE || type == MarshallingType.FLOAT) {
            return "1.5";
        } else if (type == MarshallingType.INSTANT) {
            return "2026-01-01T00:00:00Z";
        }
        return type == MarshallingType.SDK_BYTES ? "eA==" : "x";
    }

    private static String first(String name) {
        return name.split("\\.", 2)[0];
    }

    private static Set<String> names(String cell) {
        return Arrays.stream(cell.split(", ", -1))
                .filter(it -> !it.equals("-"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
