/** Metrics, their spread over runs, and the tables and plots of them. */
@NullMarked
package io.jobarrays.benchmarks.result;

import org.jspecify.annotations.NullMarked;
