/** Pipelines: job XML in, executions out, walked by the batch engine. */
@NullMarked
package io.jobarrays.server.batch;

import org.jspecify.annotations.NullMarked;
