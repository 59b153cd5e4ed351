/** Tests of instances without EC2. */
@NullMarked
package io.jobarrays.server.instances;

import org.jspecify.annotations.NullMarked;
