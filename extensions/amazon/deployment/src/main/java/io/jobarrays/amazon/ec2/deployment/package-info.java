/** EC2 for Quarkus, at build time: which clients the application asks for. */
@NullMarked
package io.jobarrays.amazon.ec2.deployment;

import org.jspecify.annotations.NullMarked;
