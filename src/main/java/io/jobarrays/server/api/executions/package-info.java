/** Resources of executions, their definitions and graphs. */
@NullMarked
package io.jobarrays.server.api.executions;

import org.jspecify.annotations.NullMarked;
