/** Traces of executions: ids that are derived from the execution, and spans that use them. */
@NullMarked
package io.jobarrays.server.traces;

import org.jspecify.annotations.NullMarked;
