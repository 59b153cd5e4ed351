@NullMarked
package io.jobarrays.server.prices;

import org.jspecify.annotations.NullMarked;
