/** EC2 instances: launch, describe, terminate, tags and user data; never sees an array. */
@NullMarked
package io.jobarrays.server.instances;

import org.jspecify.annotations.NullMarked;
