@NullMarked
package io.jobarrays.localcloud.machines.memory;

import org.jspecify.annotations.NullMarked;
