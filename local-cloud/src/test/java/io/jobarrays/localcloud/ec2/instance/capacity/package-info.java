@NullMarked
package io.jobarrays.localcloud.ec2.instance.capacity;

import org.jspecify.annotations.NullMarked;
