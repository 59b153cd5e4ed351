@NullMarked
package io.jobarrays.localcloud.machines.scale;

import org.jspecify.annotations.NullMarked;
