package io.jobarrays.localcloud.protocol;

import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.utils.builder.Buildable;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** Creates models with a distinct value in every field. */
final class ModelSamples {
    private static final int DEPTH = 5;

    private int number;

    /** Fills every field that belongs to the body. */
    <Q, B extends SdkBuilder<B, Q> & SdkPojo> Q fill(B builder) {
        fill(builder, DEPTH);
        return builder.build();
    }

    private void fill(SdkPojo builder, int depth) {
        for (SdkField<?> field : builder.sdkFields()) {
            if (field.location() == MarshallLocation.PAYLOAD && (depth > 0 || !isDeep(field))) {
                field.set(builder, value(field, depth));
            }
        }
    }

    private static boolean isDeep(SdkField<?> field) {
        return field.marshallingType() == MarshallingType.SDK_POJO
                || field.marshallingType() == MarshallingType.LIST;
    }

    private Object value(SdkField<?> field, int depth) {
        MarshallingType<?> type = field.marshallingType();
        number++;
        if (type == MarshallingType.LIST) {
            SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
            return List.of(value(member, depth - 1), value(member, depth - 1));
        } else if (type == MarshallingType.SDK_POJO) {
            SdkPojo builder = field.constructor().get();
            fill(builder, depth - 1);
            return ((Buildable) builder).build();
        } else if (type == MarshallingType.INTEGER) {
            return number;
        } else if (type == MarshallingType.LONG) {
            return (long) number;
        } else if (type == MarshallingType.DOUBLE) {
            return number + 0.5;
        } else if (type == MarshallingType.FLOAT) {
            return number + 0.5f;
        } else if (type == MarshallingType.BOOLEAN) {
            return number % 2 == 0;
        } else if (type == MarshallingType.INSTANT) {
            return Instant.ofEpochSecond(1_767_225_600L + number);
        } else if (type == MarshallingType.SDK_BYTES) {
            return SdkBytes.fromUtf8String("bytes " + number);
        }
        return "text & <" + number + "> 'ä'";
    }
}
