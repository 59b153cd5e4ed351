@NullMarked
package io.jobarrays.localcloud.ec2.resources;

import org.jspecify.annotations.NullMarked;
