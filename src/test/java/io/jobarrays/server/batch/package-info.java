/** What executions do, on arrays without machines. */
@NullMarked
package io.jobarrays.server.batch;

import org.jspecify.annotations.NullMarked;
