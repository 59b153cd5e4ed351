@NullMarked
package io.jobarrays.server.metrics;

import org.jspecify.annotations.NullMarked;
