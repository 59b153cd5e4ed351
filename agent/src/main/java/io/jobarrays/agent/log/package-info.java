/** Log of the work on disk and its transfer to the server. */
@NullMarked
package io.jobarrays.agent.log;

import org.jspecify.annotations.NullMarked;
