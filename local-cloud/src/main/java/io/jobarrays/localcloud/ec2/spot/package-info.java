/** Spot prices and interruptions. */
@NullMarked
package io.jobarrays.localcloud.ec2.spot;

import org.jspecify.annotations.NullMarked;
