@NullMarked
package io.jobarrays.server.arrays.view;

import org.jspecify.annotations.NullMarked;
