/** Verbs of users on arrays and members. */
@NullMarked
package io.jobarrays.server.arrays.verbs;

import org.jspecify.annotations.NullMarked;
