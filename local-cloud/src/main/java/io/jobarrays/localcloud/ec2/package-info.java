/** Instances, their tags and the catalogue they are launched from. */
@NullMarked
package io.jobarrays.localcloud.ec2;

import org.jspecify.annotations.NullMarked;
