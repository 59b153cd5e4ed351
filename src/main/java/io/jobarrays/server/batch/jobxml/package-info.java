/** Validates job XML: bytes in, a job that can run or every finding out. */
@NullMarked
package io.jobarrays.server.batch.jobxml;

import org.jspecify.annotations.NullMarked;
