/** On-demand prices of instance types. */
@NullMarked
package io.jobarrays.server.prices;

import org.jspecify.annotations.NullMarked;
