/** EC2: the operations on instances and tags, and fault injection. */
@NullMarked
package io.jobarrays.localcloud.ec2;

import org.jspecify.annotations.NullMarked;
