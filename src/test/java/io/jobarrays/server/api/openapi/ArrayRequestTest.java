package io.jobarrays.server.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import io.jobarrays.server.arrays.spec.ArraySpec;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArrayRequestTest {
    @Test
    void describesEveryLaunchFlag() {
        SnakeCaseStrategy snakeCase = new SnakeCaseStrategy();

        List<String> described =
                Stream.of(ArrayRequest.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        // A record has no component "notify", a method of every object.
                        .map(name -> name.equals("notifyUrl") ? "notify" : name)
                        .map(snakeCase::translate)
                        .toList();

        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(
                                        ArraySpec.FLAGS.stream()
                                                .map(flag -> flag.replace('-', '_')),
                                        Stream.of("env"))
                                .toList());
    }
}
