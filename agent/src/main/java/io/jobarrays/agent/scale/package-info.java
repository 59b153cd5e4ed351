/**
 * Scale mode: many machines of the local cloud in one process, each with its own agent.
 *
 * <p>The host is controlled by lines on its standard input, one command a line: {@code start ID
 * MILLISECONDS_AHEAD}, {@code start ID MILLISECONDS_AHEAD without-agent}, {@code stop ID}, {@code
 * terminate ID}, {@code network ID up|down}, {@code etc ID writable|read-only}, {@code clock ID
 * MILLISECONDS_AHEAD}. It answers on its standard output: {@code ready}, {@code booted ID}, {@code
 * ended ID}, {@code console ID TEXT}.
 */
@NullMarked
package io.jobarrays.agent.scale;

import org.jspecify.annotations.NullMarked;
