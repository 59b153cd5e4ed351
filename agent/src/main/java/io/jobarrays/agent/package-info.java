/**
 * spored, the agent on every instance: enrols, writes the files members find each other by, has the
 * work run, brings its log, outputs and end to the server, and ends the machine at its deadline.
 */
@NullMarked
package io.jobarrays.agent;

import org.jspecify.annotations.NullMarked;
