@NullMarked
package io.jobarrays.localcloud.machines.process;

import org.jspecify.annotations.NullMarked;
