@NullMarked
package io.jobarrays.contract.messages;

import org.jspecify.annotations.NullMarked;
