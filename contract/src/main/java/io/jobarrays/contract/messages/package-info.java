/** Messages between server and agent, and what they carry. */
@NullMarked
package io.jobarrays.contract.messages;

import org.jspecify.annotations.NullMarked;
