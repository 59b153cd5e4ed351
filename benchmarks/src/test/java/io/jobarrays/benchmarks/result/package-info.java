@NullMarked
package io.jobarrays.benchmarks.result;

import org.jspecify.annotations.NullMarked;
