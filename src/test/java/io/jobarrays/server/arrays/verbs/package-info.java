@NullMarked
package io.jobarrays.server.arrays.verbs;

import org.jspecify.annotations.NullMarked;
