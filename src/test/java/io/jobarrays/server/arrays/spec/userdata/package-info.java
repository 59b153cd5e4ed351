@NullMarked
package io.jobarrays.server.arrays.spec.userdata;

import org.jspecify.annotations.NullMarked;
