/** EC2 for Quarkus: configuration and client builders in the style of Quarkus Amazon Services. */
@NullMarked
package io.jobarrays.amazon.ec2.runtime;

import org.jspecify.annotations.NullMarked;
