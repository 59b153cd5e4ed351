/** Key pairs and placement groups, which calls create and launches refer to. */
@NullMarked
package io.jobarrays.localcloud.ec2.resources;

import org.jspecify.annotations.NullMarked;
