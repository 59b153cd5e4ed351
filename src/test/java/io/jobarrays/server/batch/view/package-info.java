@NullMarked
package io.jobarrays.server.batch.view;

import org.jspecify.annotations.NullMarked;
