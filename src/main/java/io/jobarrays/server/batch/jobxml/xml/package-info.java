/** Reads and writes job XML as elements with positions, and collects findings. */
@NullMarked
package io.jobarrays.server.batch.jobxml.xml;

import org.jspecify.annotations.NullMarked;
