@NullMarked
package io.jobarrays.server.aws;

import org.jspecify.annotations.NullMarked;
