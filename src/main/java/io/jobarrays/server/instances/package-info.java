/** EC2 instances: launch, power, termination and tags; independent of arrays. */
@NullMarked
package io.jobarrays.server.instances;

import org.jspecify.annotations.NullMarked;
