@NullMarked
package io.jobarrays.cli.commands;

import org.jspecify.annotations.NullMarked;
