/** Views that only the REST interface has, composed of those of arrays and executions. */
@NullMarked
package io.jobarrays.server.api.view;

import org.jspecify.annotations.NullMarked;
