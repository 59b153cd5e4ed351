@NullMarked
package io.jobarrays.localcloud.s3;

import org.jspecify.annotations.NullMarked;
