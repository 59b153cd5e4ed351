package io.jobarrays.localcloud.protocol;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.utils.builder.Buildable;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** Reads the parameters of an EC2 Query request, {@code Filter.1.Value.2=x}, into its model. */
public final class QueryReader {
    private final TreeMap<String, String> parameters;
    private final Set<String> readParameters = new HashSet<>(Set.of("Action", "Version"));

    public QueryReader(Map<String, String> parameters) {
        this.parameters = new TreeMap<>(parameters);
    }

    /** All parameters of the request by name. */
    public Map<String, String> all() {
        return parameters;
    }

    /**
     * Reads the request of an operation.
     *
     * @throws AwsError {@code UnknownParameter} for a parameter without a field, instead of
     *     ignoring it
     */
    public <Q, B extends SdkBuilder<B, Q> & SdkPojo> Q read(B builder) {
        fill(builder, "");
        for (String name : parameters.keySet()) {
            if (!readParameters.contains(name)) {
                throw new AwsError(
                        "UnknownParameter", "The parameter " + name + " is not recognized");
            }
        }
        return builder.build();
    }

    private void fill(SdkPojo builder, String prefix) {
        for (SdkField<?> field : builder.sdkFields()) {
            Object value = value(field, prefix + field.locationName());
            if (value != null) {
                field.set(builder, value);
            }
        }
    }

    private @Nullable Object value(SdkField<?> field, String key) {
        if (field.marshallingType() == MarshallingType.LIST) {
            return list(field.getTrait(ListTrait.class).memberFieldInfo(), key);
        } else if (field.marshallingType() == MarshallingType.SDK_POJO) {
            return structure(field, key + ".");
        }
        String text = parameters.get(key);
        if (text == null) {
            return null;
        }
        readParameters.add(key);
        try {
            return Scalars.parse(field.marshallingType(), key, text);
        } catch (IllegalArgumentException e) {
            throw new AwsError("InvalidParameterValue", String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Object list(SdkField<?> member, String key) {
        List<Object> members = new ArrayList<>();
        for (int i = 1; isGiven(key + "." + i); i++) {
            Object value = value(member, key + "." + i);
            if (value != null) {
                members.add(value);
            }
        }
        return members.isEmpty() ? null : members;
    }

    private @Nullable Object structure(SdkField<?> field, String prefix) {
        String first = parameters.ceilingKey(prefix);
        if (first == null || !first.startsWith(prefix)) {
            return null;
        }
        SdkPojo builder = field.constructor().get();
        fill(builder, prefix);
        return ((Buildable) builder).build();
    }

    private boolean isGiven(String key) {
        String below = parameters.ceilingKey(key + ".");
        return parameters.containsKey(key) || (below != null && below.startsWith(key + "."));
    }
}
