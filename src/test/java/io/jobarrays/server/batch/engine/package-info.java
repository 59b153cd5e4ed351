@NullMarked
package io.jobarrays.server.batch.engine;

import org.jspecify.annotations.NullMarked;
