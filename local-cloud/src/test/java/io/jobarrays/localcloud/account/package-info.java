@NullMarked
package io.jobarrays.localcloud.account;

import org.jspecify.annotations.NullMarked;
