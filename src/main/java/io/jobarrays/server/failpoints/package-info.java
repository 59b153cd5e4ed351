/** Named places at which a test lets the server throw, wait or end. */
@NullMarked
package io.jobarrays.server.failpoints;

import org.jspecify.annotations.NullMarked;
