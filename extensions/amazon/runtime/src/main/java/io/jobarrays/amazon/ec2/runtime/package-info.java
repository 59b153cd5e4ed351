/**
 * EC2 for Quarkus: configuration and client builders, as Quarkus Amazon Services would have them.
 */
@NullMarked
package io.jobarrays.amazon.ec2.runtime;

import org.jspecify.annotations.NullMarked;
