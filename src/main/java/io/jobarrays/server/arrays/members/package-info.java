/** Handles the messages of the agents of an array's members. */
@NullMarked
package io.jobarrays.server.arrays.members;

import org.jspecify.annotations.NullMarked;
