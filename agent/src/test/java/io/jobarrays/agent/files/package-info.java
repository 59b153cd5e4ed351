@NullMarked
package io.jobarrays.agent.files;

import org.jspecify.annotations.NullMarked;
