/**
 * spored, the agent on every instance: enrols, writes the peer files, runs the work, delivers its
 * log, outputs and exit to the server, powers the machine off at its deadline or idle timeout,
 * reports spot interruptions and runs terminal sessions.
 */
@NullMarked
package io.jobarrays.agent;

import org.jspecify.annotations.NullMarked;
