/** Arrays and their members: what is asked, what is so, what happens next. */
@NullMarked
package io.jobarrays.server.arrays;

import org.jspecify.annotations.NullMarked;
