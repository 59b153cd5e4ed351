/**
 * spored, the agent on every instance: enrols, writes the files members find each other by, has the
 * work run, brings its log, outputs and end to the server, ends the machine at its deadline or when
 * it has been idle for too long, says when EC2 takes it back, and lets people in.
 */
@NullMarked
package io.jobarrays.agent;

import org.jspecify.annotations.NullMarked;
