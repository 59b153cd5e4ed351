/** Boot, stop, hibernation, reboot and end of instances, with their delays. */
@NullMarked
package io.jobarrays.localcloud.ec2.instance.power;

import org.jspecify.annotations.NullMarked;
