/** What is measured: the launch of an array, and the two comparisons. */
@NullMarked
package io.jobarrays.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
