/** Who asks for a change. */
@NullMarked
package io.jobarrays.server.caller;

import org.jspecify.annotations.NullMarked;
