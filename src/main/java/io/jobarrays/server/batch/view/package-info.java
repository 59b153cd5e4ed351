/** Views of executions and stages for users. */
@NullMarked
package io.jobarrays.server.batch.view;

import org.jspecify.annotations.NullMarked;
