/**
 * The owner of an array: keeps its rows in memory, is their only writer, and commits changes in
 * groups.
 */
@NullMarked
package io.jobarrays.server.arrays.owner;

import org.jspecify.annotations.NullMarked;
