@NullMarked
package io.jobarrays.localcloud.ec2;

import org.jspecify.annotations.NullMarked;
