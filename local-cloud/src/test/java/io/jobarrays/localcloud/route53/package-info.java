@NullMarked
package io.jobarrays.localcloud.route53;

import org.jspecify.annotations.NullMarked;
