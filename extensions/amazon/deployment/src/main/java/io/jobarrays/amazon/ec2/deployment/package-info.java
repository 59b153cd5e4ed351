/** EC2 for Quarkus at build time: creates the clients that the application injects. */
@NullMarked
package io.jobarrays.amazon.ec2.deployment;

import org.jspecify.annotations.NullMarked;
