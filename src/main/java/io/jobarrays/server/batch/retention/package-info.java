/** Deletes executions that have ended, with their rows and files, by age, count and bytes. */
@NullMarked
package io.jobarrays.server.batch.retention;

import org.jspecify.annotations.NullMarked;
