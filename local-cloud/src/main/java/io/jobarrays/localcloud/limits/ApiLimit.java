package io.jobarrays.localcloud.limits;

import io.jobarrays.localcloud.protocol.AwsError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** A limit of the account: its bucket, whether it is enforced, and how often it refused. */
public final class ApiLimit {
    public static final double MAX_VALUE = 1e9;

    /** A call takes one token at least. */
    private static final double MIN_CAPACITY = 1;

    private final String name;
    private final LimitDefaults.Limit defaults;
    private final LimitBucket bucket;
    private final LongAdder refused = new LongAdder();
    private volatile boolean enabled = true;

    ApiLimit(String name, LimitDefaults.Limit defaults, LongSupplier nanoTime) {
        this.name = name;
        this.defaults = defaults;
        this.bucket = new LimitBucket(defaults.capacity(), defaults.refillPerSecond(), nanoTime);
    }

    boolean take(int count) {
        if (!enabled || bucket.take(count)) {
            return true;
        }
        refused.increment();
        return false;
    }

    void fill() {
        bucket.fill();
    }

    /** Enforces the limit or not, and fills the bucket. */
    public void enable(boolean value) {
        fill();
        enabled = value;
    }

    /**
     * Multiplies the documented size and rate by a factor, and fills the bucket, which has one
     * token at least.
     */
    public void scale(double factor) {
        resize(
                Math.max(MIN_CAPACITY, defaults.capacity() * factor),
                defaults.refillPerSecond() * factor);
    }

    /**
     * Sets size and rate, and fills the bucket.
     *
     * @throws AwsError when the bucket would never permit a call
     */
    public void resize(double capacity, double refillPerSecond) {
        if (capacity < MIN_CAPACITY || !isPossible(capacity) || !isPossible(refillPerSecond)) {
            throw new AwsError(
                    "InvalidParameterValue",
                    "The limit %s needs a capacity of at least 1 and a refill above 0, each at most 1000000000."
                            .formatted(name));
        }
        bucket.resize(capacity, refillPerSecond);
    }

    public double capacity() {
        return bucket.capacity();
    }

    public double refillPerSecond() {
        return bucket.refillPerSecond();
    }

    /** Its fields, for JSON. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("enabled", enabled);
        fields.put("capacity", bucket.capacity());
        fields.put("refill_per_second", bucket.refillPerSecond());
        fields.put("tokens", Math.floor(bucket.tokens() * 100) / 100);
        fields.put("refused", refused.sum());
        fields.put("source", defaults.source());
        return fields;
    }

    private static boolean isPossible(double value) {
        return value > 0 && value <= MAX_VALUE;
    }
}
