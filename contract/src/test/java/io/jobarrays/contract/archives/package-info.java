@NullMarked
package io.jobarrays.contract.archives;

import org.jspecify.annotations.NullMarked;
