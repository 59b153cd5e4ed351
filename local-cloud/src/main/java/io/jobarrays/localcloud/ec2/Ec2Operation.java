package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.protocol.QueryReader;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * A named operation: reads its request and answers it.
 *
 * @param checksDryRun whether the operation handles DryRun itself, after its other checks
 */
record Ec2Operation(String name, boolean checksDryRun, Function<QueryReader, SdkPojo> answer) {

    static <Q, B extends SdkBuilder<B, Q> & SdkPojo> Ec2Operation of(
            String name, Supplier<B> builder, Function<Q, ? extends SdkPojo> handler) {
        return new Ec2Operation(name, false, reader -> handler.apply(reader.read(builder.get())));
    }

    Ec2Operation checkingDryRun() {
        return new Ec2Operation(name, true, answer);
    }
}
