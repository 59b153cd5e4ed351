@NullMarked
package io.jobarrays.localcloud.ec2.instance;

import org.jspecify.annotations.NullMarked;
