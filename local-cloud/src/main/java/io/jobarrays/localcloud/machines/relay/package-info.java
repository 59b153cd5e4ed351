/**
 * Connections of instances to metadata, control plane, endpoint and DNS, carried out of the VPC.
 */
@NullMarked
package io.jobarrays.localcloud.machines.relay;

import org.jspecify.annotations.NullMarked;
