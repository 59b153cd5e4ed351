/** Tables of instances and launch intents. */
@NullMarked
package io.jobarrays.server.instances.rows;

import org.jspecify.annotations.NullMarked;
