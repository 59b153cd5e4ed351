/** The REST interface under {@code /api/v1}: what comes in is read, what goes out is shown. */
@NullMarked
package io.jobarrays.server.api;

import org.jspecify.annotations.NullMarked;
