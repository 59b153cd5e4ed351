/** Logs of members: stored in segments, read as text. */
@NullMarked
package io.jobarrays.server.files.logs;

import org.jspecify.annotations.NullMarked;
