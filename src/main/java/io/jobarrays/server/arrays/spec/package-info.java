/** What a launch asks for: flags read and checked; pure data. */
@NullMarked
package io.jobarrays.server.arrays.spec;

import org.jspecify.annotations.NullMarked;
