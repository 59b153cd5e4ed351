/** Instances as process trees of this machine, in namespaces or as plain processes. */
@NullMarked
package io.jobarrays.localcloud.machines;

import org.jspecify.annotations.NullMarked;
