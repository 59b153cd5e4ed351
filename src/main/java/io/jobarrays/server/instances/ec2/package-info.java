/** Calls to EC2 with their request limits; the only users of the EC2 client. */
@NullMarked
package io.jobarrays.server.instances.ec2;

import org.jspecify.annotations.NullMarked;
