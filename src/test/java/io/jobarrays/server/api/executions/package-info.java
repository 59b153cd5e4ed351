/** Tests of the REST interface over HTTP. */
@NullMarked
package io.jobarrays.server.api.executions;

import org.jspecify.annotations.NullMarked;
