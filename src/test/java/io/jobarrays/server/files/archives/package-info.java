@NullMarked
package io.jobarrays.server.files.archives;

import org.jspecify.annotations.NullMarked;
