@NullMarked
package io.jobarrays.localcloud.ec2.launch;

import org.jspecify.annotations.NullMarked;
