@NullMarked
package io.jobarrays.server.files;

import org.jspecify.annotations.NullMarked;
