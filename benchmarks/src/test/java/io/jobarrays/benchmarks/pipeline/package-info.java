@NullMarked
package io.jobarrays.benchmarks.pipeline;

import org.jspecify.annotations.NullMarked;
