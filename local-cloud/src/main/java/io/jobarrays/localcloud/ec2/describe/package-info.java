/** Answers what instances are: list, status, attributes, console. */
@NullMarked
package io.jobarrays.localcloud.ec2.describe;

import org.jspecify.annotations.NullMarked;
