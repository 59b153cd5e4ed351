package io.jobarrays.localcloud.limits;

import io.jobarrays.localcloud.protocol.AwsError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;

/** A size of the account: its maximum, whether it is enforced, and how often it refused. */
public final class AccountSizeLimit {
    private final AccountSize size;
    private final LongAdder refused = new LongAdder();
    private volatile int max;
    private volatile boolean enabled = true;

    AccountSizeLimit(AccountSize size) {
        this.size = size;
        this.max = size.max();
    }

    /**
     * Requires a size within the limit.
     *
     * @param refusal error of a larger size, made of the maximum
     * @throws AwsError the refusal
     */
    public void require(long asked, IntFunction<AwsError> refusal) {
        if (isExceededBy(asked)) {
            throw refusal.apply(max);
        }
    }

    /** Whether the size is above the limit; counts the refusal. */
    public boolean isExceededBy(long asked) {
        boolean exceeded = asked > max();
        if (exceeded) {
            refused.increment();
        }
        return exceeded;
    }

    /** The maximum; that of an integer when the limit is off. */
    public int max() {
        return enabled ? max : Integer.MAX_VALUE;
    }

    public void enable(boolean value) {
        enabled = value;
    }

    /**
     * Sets the maximum.
     *
     * @throws AwsError unless it is from 1 to 1000000000
     */
    public void resize(double value) {
        if (value < 1 || value > ApiLimit.MAX_VALUE) {
            throw new AwsError(
                    "InvalidParameterValue",
                    "The limit %s needs a maximum from 1 to 1000000000.".formatted(size.label()));
        }
        max = (int) value;
    }

    /** Multiplies the documented maximum by a factor. */
    public void scale(double factor) {
        resize(size.max() * factor);
    }

    /** Its fields, for JSON. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", size.label());
        fields.put("enabled", enabled);
        fields.put("max", max);
        fields.put("refused", refused.sum());
        fields.put("source", size.source());
        return fields;
    }
}
