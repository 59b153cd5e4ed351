/** Tests of rows of definitions and executions. */
@NullMarked
package io.jobarrays.server.batch.rows;

import org.jspecify.annotations.NullMarked;
