@NullMarked
package io.jobarrays.server.traces;

import org.jspecify.annotations.NullMarked;
