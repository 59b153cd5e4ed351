/** Tests of rows of instances and launches. */
@NullMarked
package io.jobarrays.server.instances.rows;

import org.jspecify.annotations.NullMarked;
