@NullMarked
package io.jobarrays.server.batch.retention;

import org.jspecify.annotations.NullMarked;
