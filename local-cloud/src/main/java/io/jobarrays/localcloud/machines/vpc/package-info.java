/** The namespaces of the VPC: their first process, relay process, ID mapping and network links. */
@NullMarked
package io.jobarrays.localcloud.machines.vpc;

import org.jspecify.annotations.NullMarked;
