@NullMarked
package io.jobarrays.server.problems;

import org.jspecify.annotations.NullMarked;
