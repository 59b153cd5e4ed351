/** Access to this machine: files, clock, boot, power, metadata service. */
@NullMarked
package io.jobarrays.agent.host;

import org.jspecify.annotations.NullMarked;
