package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.protocol.QueryReader;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * A named operation: reads its request, refuses parameters that it does not honour, and answers.
 *
 * @param checksDryRun whether the operation handles DryRun itself, after its other checks
 */
record Ec2Operation(
        String name, boolean checksDryRun, Function<QueryReader, Supplier<SdkPojo>> reader) {

    static <Q, B extends SdkBuilder<B, Q> & SdkPojo> Ec2Operation of(
            String name, Supplier<B> builder, Function<Q, ? extends SdkPojo> handler) {
        return new Ec2Operation(
                name,
                false,
                parameters -> {
                    Q request = parameters.read(builder.get());
                    return () -> handler.apply(request);
                });
    }

    Ec2Operation checkingDryRun() {
        return new Ec2Operation(name, true, reader);
    }

    SdkPojo answer(QueryReader parameters, RequestSizes sizes) {
        Supplier<SdkPojo> handler = reader.apply(parameters);
        Ec2Parameters.check(name, parameters.all());
        sizes.check(name, parameters.all());
        if (!checksDryRun && "true".equals(parameters.all().get("DryRun"))) {
            throw DryRun.passed();
        }
        return handler.get();
    }
}
