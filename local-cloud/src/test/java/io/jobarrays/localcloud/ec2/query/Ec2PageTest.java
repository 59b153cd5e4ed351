package io.jobarrays.localcloud.ec2.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class Ec2PageTest {
    @Test
    void pageWithoutSizeHasAtMostThousandItems() {
        List<String> all = IntStream.range(0, 1_500).mapToObj("%05d"::formatted).toList();

        Ec2Page<String> first = Ec2Page.of(all, Function.identity(), null, null);
        Ec2Page<String> second =
                Ec2Page.of(all, Function.identity(), null, first.next().orElseThrow());

        assertThat(first.items()).hasSize(1_000);
        assertThat(second.items()).hasSize(500);
        assertThat(second.next()).isEmpty();
    }
}
