/** Filters and paging of EC2's describe calls. */
@NullMarked
package io.jobarrays.localcloud.ec2.query;

import org.jspecify.annotations.NullMarked;
