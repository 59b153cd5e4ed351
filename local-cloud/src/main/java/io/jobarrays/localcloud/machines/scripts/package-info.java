/** Shell scripts that set up the VPC and its instances. */
@NullMarked
package io.jobarrays.localcloud.machines.scripts;

import org.jspecify.annotations.NullMarked;
