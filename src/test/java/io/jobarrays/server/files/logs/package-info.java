@NullMarked
package io.jobarrays.server.files.logs;

import org.jspecify.annotations.NullMarked;
