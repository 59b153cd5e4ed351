@NullMarked
package io.jobarrays.localcloud.ec2.catalogue;

import org.jspecify.annotations.NullMarked;
