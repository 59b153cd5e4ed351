/** Resources of the REST interface under {@code /api/v1}. */
@NullMarked
package io.jobarrays.server.api;

import org.jspecify.annotations.NullMarked;
