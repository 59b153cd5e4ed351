package io.jobarrays.benchmarks.subject;

import jakarta.batch.api.AbstractBatchlet;

/** Partition that ends at once. */
final class EmptyBatchlet extends AbstractBatchlet {
    @Override
    public String process() {
        return "COMPLETED";
    }
}
