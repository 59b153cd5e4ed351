@NullMarked
package io.jobarrays.server.failpoints;

import org.jspecify.annotations.NullMarked;
