@NullMarked
package io.jobarrays.localcloud.ec2.query;

import org.jspecify.annotations.NullMarked;
