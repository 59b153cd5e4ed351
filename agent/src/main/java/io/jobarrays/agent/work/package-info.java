/** Runs the user's work: files, environment, supervisor, outputs, exit report. */
@NullMarked
package io.jobarrays.agent.work;

import org.jspecify.annotations.NullMarked;
