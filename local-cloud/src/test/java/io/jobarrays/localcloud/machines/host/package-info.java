@NullMarked
package io.jobarrays.localcloud.machines.host;

import org.jspecify.annotations.NullMarked;
