/** Files of the work: archives that are unpacked before it, outputs that are collected after it. */
@NullMarked
package io.jobarrays.agent.files;

import org.jspecify.annotations.NullMarked;
